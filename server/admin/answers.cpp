#include "server/admin/answers.hpp"

#include "server/gateway/authenticate.hpp"

namespace geminid::admin {
namespace {

// Takes the same time wherever the first difference is.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size())
    return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  return difference == 0;
}

bool authorized(const http::Exchange& exchange, const Admin& admin) {
  // Fingerprints, so that not even the length of the token shows in the time.
  const auto& box = *admin.gateway.box;
  const auto token = gateway::bearer_token(exchange);
  return !admin.token.empty() && !token.empty() &&
         equal_in_constant_time(box.fingerprint(token), box.fingerprint(admin.token));
}

enum class Access { token, everybody };

net::Task<void> run(http::Exchange& exchange, Admin& admin, Access access, const Handler& handler) {
  http::Response response;
  if (access == Access::everybody || authorized(exchange, admin))
    response = co_await handler(exchange, admin);
  else
    response = refusal(401, "unauthorized", "Send the admin token as `Authorization: Bearer ...`.");
  response.headers.push_back({"cache-control", "no-store"});
  response.headers.push_back({"x-content-type-options", "nosniff"});
  co_await exchange.respond(std::move(response));
}

} // namespace

http::Response answer(int status, const json& document) {
  return {status, "application/json", dto::to_text(document), {}};
}

http::Response refusal(int status, std::string_view code, std::string_view message, std::string_view field) {
  json error{{"code", code}, {"message", message}};
  if (!field.empty())
    error["field"] = field;
  return answer(status, {{"error", std::move(error)}});
}

http::Response invalid(const Error& error) {
  return refusal(400, "invalid_request", error.message, error.field);
}

http::Response not_found(std::string_view what) {
  return refusal(404, "not_found", "There is no such " + std::string{what} + ".");
}

http::Response failed(const caf::error& error) {
  return error == caf::sec::invalid_argument ? not_found("object")
                                             : refusal(503, "unavailable", "The change could not be stored.");
}

http::Handler guarded(Admin& admin, Handler handler) {
  return [&admin, handler = std::move(handler)](http::Exchange& exchange) {
    return run(exchange, admin, Access::token, handler);
  };
}

http::Handler unguarded(Admin& admin, Handler handler) {
  return [&admin, handler = std::move(handler)](http::Exchange& exchange) {
    return run(exchange, admin, Access::everybody, handler);
  };
}

} // namespace geminid::admin
