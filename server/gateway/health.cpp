#include "server/gateway/health.hpp"

#include "actors/ask.hpp"

#include <fmt/format.h>

namespace geminid::gateway {

net::Task<void> health(http::Exchange& exchange, bool draining) {
  http::Response response;
  response.status = draining ? 503 : 200;
  response.body = draining ? R"({"status":"draining"})" : R"({"status":"ok"})";
  co_await exchange.respond(std::move(response));
}

net::Task<void> ready(http::Exchange& exchange, Gateway& gateway) {
  const actors::PoolStatus question;
  const auto counts = co_await actors::ask(gateway.port, gateway.pool, question);
  http::Response response;
  if (counts && counts->ready > 0) {
    response.body = fmt::format(R"({{"status":"ready","keys":{},"ready":{}}})", counts->keys, counts->ready);
  } else {
    const auto reason = !counts                ? "the key pool does not answer"
                        : counts->keys == 0    ? "no Gemini key is configured"
                        : counts->serving == 0 ? "every Gemini key is disabled or invalid"
                                               : "every Gemini key is cooling down or exhausted";
    response.status = 503;
    response.body = fmt::format(R"({{"status":"not_ready","reason":"{}"}})", reason);
  }
  co_await exchange.respond(std::move(response));
}

} // namespace geminid::gateway
