#include "server/gateway/key_check.hpp"

#include "actors/ask.hpp"
#include "server/translate/gemini_error.hpp"

namespace geminid::gateway {

net::Task<KeyVerdict> check_key(Gateway& gateway, std::string id) {
  const actors::BorrowKey borrow{std::move(id)};
  const auto borrowed = co_await actors::ask(gateway.port, gateway.pool, borrow);
  if (!borrowed || !borrowed->secret)
    co_return KeyVerdict::no_such_key;
  const auto call = gateway.upstream.call();
  upstream::Request request;
  request.method = "GET";
  request.target = "/v1beta/models?pageSize=1";
  request.api_key = *borrowed->secret;
  request.head_timeout = std::chrono::seconds{20};
  const auto head = co_await call->send(std::move(request));
  if (!head)
    co_return KeyVerdict::unreachable;
  const auto body = co_await call->read_all(upstream_error_bytes_max);
  if (!body)
    co_return KeyVerdict::unreachable;
  actors::CheckResult result;
  if (head->status != 200) {
    auto error = translate::parse_gemini_error(*body, gateway.parser);
    error.http_status = head->status;
    result.refusal = policy::read_refusal(error, gateway.now());
    if (!policy::blames_key(result.refusal->refusal))
      co_return KeyVerdict::unreachable;
  }
  const auto verdict = result.refusal ? KeyVerdict::invalid : KeyVerdict::valid;
  caf::anon_send(borrowed->key, std::move(result));
  co_return verdict;
}

} // namespace geminid::gateway
