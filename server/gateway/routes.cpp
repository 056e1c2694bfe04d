#include "server/gateway/routes.hpp"

#include "server/gateway/chat_completions.hpp"
#include "server/gateway/health.hpp"
#include "server/gateway/models.hpp"

namespace geminid::gateway {

void add_routes(http::Router& router, Gateway& gateway, ModelCatalogue& catalogue, std::function<bool()> draining) {
  using http::Exchange;

  router.add("GET", "/health", [draining](Exchange& exchange) { return health(exchange, draining()); });
  router.add("GET", "/health/ready", [&](Exchange& exchange) { return ready(exchange, gateway); });

  // Google's own OpenAI layer stands under its own prefix, and its clients must work unchanged (gemini-wire.md, 9.1).
  for (const std::string prefix : {"/v1", "/v1beta/openai"}) {
    router.add("POST", prefix + "/chat/completions",
               [&](Exchange& exchange) { return chat_completions(exchange, gateway); });
    router.add("GET", prefix + "/models",
               [&](Exchange& exchange) { return list_models(exchange, gateway, catalogue); });
    router.add("GET", prefix + "/models/{id...}",
               [&](Exchange& exchange) { return get_model(exchange, gateway, catalogue); });
  }
}

} // namespace geminid::gateway
