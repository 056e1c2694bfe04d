#include "server/admin/backup_api.hpp"

#include "server/admin/access.hpp"
#include "server/admin/session_api.hpp"
#include "server/log/log.hpp"
#include "shared/backup_dto.hpp"

#include <utility>

namespace geminid::admin {
namespace {

http::Response busy() {
  auto response = refusal(503, "busy", "Another backup is being made or restored at this moment: try again.");
  response.headers.push_back({"retry-after", "1"});
  return response;
}

http::Response refused(const Error& error) {
  return error.field.empty() ? refusal(503, "unavailable", error.message) : invalid(error);
}

// Ends with the call, however that ends.
class Turn {
public:
  Turn(bool& taken) : taken_(taken) { taken_ = true; }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() { taken_ = false; }

private:
  bool& taken_;
};

} // namespace

net::Task<http::Response> back_up(http::Exchange& exchange, Admin& admin) {
  const auto document = dto::parse_document(exchange.body());
  if (!document)
    co_return invalid(document.error());
  auto passphrase = dto::parse_backup_request(*document);
  if (!passphrase)
    co_return invalid(passphrase.error());
  if (admin.backups.under_way)
    co_return busy();
  const Turn turn{admin.backups.under_way};
  auto made = co_await admin.backups.back_up(std::move(*passphrase));
  if (!made)
    co_return refused(made.error());
  http::Response response{200, "application/json", "", {}};
  response.body = std::move(*made);
  co_return response;
}

net::Task<http::Response> restore(http::Exchange& exchange, Admin& admin) {
  const auto document = dto::parse_document(exchange.body());
  if (!document)
    co_return invalid(document.error());
  auto request = dto::parse_restore_request(*document);
  if (!request)
    co_return invalid(request.error());
  if (admin.backups.under_way)
    co_return busy();
  const Turn turn{admin.backups.under_way};
  // Before the fingerprints change by which the caller is known.
  const auto caller = Caller::identify(exchange, admin, Access::everybody);
  const auto restored = co_await admin.backups.restore(std::move(request->document), std::move(request->passphrase));
  if (!restored)
    co_return refused(restored.error());
  log::info("a backup was restored")
      .with("gemini_keys", restored->keys)
      .with("user_keys", restored->user_keys)
      .with("models", restored->models);
  auto response =
      answer(200, json{{"keys", restored->keys}, {"user_keys", restored->user_keys}, {"models", restored->models}});
  if (restored->sessions_ended && caller)
    response = co_await renew_session(admin, *caller, std::move(response));
  co_return response;
}

} // namespace geminid::admin
