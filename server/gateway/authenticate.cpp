#include "server/gateway/authenticate.hpp"

#include <algorithm>

namespace geminid::gateway {
namespace {

translate::ApiError unauthorized() {
  return {401, "invalid_request_error", "invalid_api_key",
          "Incorrect API key provided. Send a user key of this gateway as `Authorization: Bearer sk-...`."};
}

} // namespace

std::string_view bearer_token(const http::Exchange& exchange) {
  constexpr std::string_view scheme = "bearer ";
  auto value = exchange.header("authorization");
  const bool is_bearer =
      value.size() > scheme.size() && std::equal(scheme.begin(), scheme.end(), value.begin(), [](char a, char b) {
        return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
      });
  if (!is_bearer)
    return {};
  value.remove_prefix(scheme.size());
  while (!value.empty() && value.front() == ' ')
    value.remove_prefix(1);
  while (!value.empty() && value.back() == ' ')
    value.remove_suffix(1);
  return value;
}

Result<std::shared_ptr<const User>, translate::ApiError> authenticate(const http::Exchange& exchange,
                                                                      const Gateway& gateway) {
  const auto token = bearer_token(exchange);
  if (token.empty())
    return unauthorized();
  auto user = gateway.users->find(gateway.box->fingerprint(token));
  if (!user || !user->enabled || (user->expires_at && *user->expires_at <= gateway.now()))
    return unauthorized();
  return user;
}

} // namespace geminid::gateway
