#include "server/gateway/key_check.hpp"

#include "actors/ask.hpp"
#include "server/translate/gemini_error.hpp"

namespace geminid::gateway {

net::Task<bool> check_key(Gateway& gateway, std::string id) {
  const actors::BorrowKey borrow{std::move(id)};
  const auto borrowed = co_await actors::ask(gateway.port, gateway.pool, borrow);
  if (!borrowed || !borrowed->secret)
    co_return false;
  const auto call = gateway.upstream.call();
  upstream::Request request;
  request.method = "GET";
  request.target = "/v1beta/models?pageSize=1";
  request.api_key = *borrowed->secret;
  request.head_timeout = std::chrono::seconds{20};
  const auto head = co_await call->send(std::move(request));
  if (!head)
    co_return true;
  const auto body = co_await call->read_all(upstream_error_bytes_max);
  if (!body)
    co_return true;
  actors::CheckResult result;
  if (head->status != 200) {
    auto error = translate::parse_gemini_error(*body, gateway.parser);
    error.http_status = head->status;
    result.refusal = policy::read_refusal(error, gateway.now());
    if (!policy::blames_key(result.refusal->refusal))
      co_return true;
  }
  caf::anon_send(borrowed->key, std::move(result));
  co_return true;
}

} // namespace geminid::gateway
