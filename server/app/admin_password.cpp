#include "server/app/admin_password.hpp"

#include "actors/ask.hpp"
#include "server/admin/session_api.hpp"
#include "server/store/random.hpp"

#include <iostream>

namespace geminid::app {

namespace {

net::Task<Result<Done>> make_password(admin::Admin& admin) {
  constexpr std::size_t size = 20;
  const auto password = store::random_base62(size);
  actors::HashPassword wish{password};
  const auto hashed = co_await actors::ask(admin.gateway.port, admin.hasher, std::move(wish));
  if (!hashed)
    co_return Error{"the dashboard's password could not be made"};
  actors::Commit commit;
  commit.writes.push_back({std::string{admin::password_record_key}, hashed->hash});
  const auto committed = co_await actors::ask(admin.gateway.port, admin.storage, std::move(commit));
  if (!committed)
    co_return Error{"the dashboard's password could not be stored"};
  admin.password.hash = hashed->hash;
  // Not through the log, which may be kept.
  std::cout << "The dashboard's password, shown this once: " << password << std::endl;
  co_return Done{};
}

} // namespace

net::Task<Result<Done>> prepare_admin_password(admin::Admin& admin, const Config& config, std::string stored_mark) {
  if (config.admin_password) {
    admin.password.fingerprint_of_environment = admin.gateway.box->fingerprint(*config.admin_password);
  } else if (admin.password.hash.empty()) {
    auto made = co_await make_password(admin);
    if (!made)
      co_return made;
  }
  if (!co_await admin::end_sessions_of_another_password(admin, std::move(stored_mark)))
    co_return Error{"the sessions of a former password could not be ended"};
  co_return Done{};
}

} // namespace geminid::app
