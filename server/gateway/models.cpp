#include "server/gateway/models.hpp"

#include "server/gateway/authenticate.hpp"
#include "server/gateway/failure.hpp"

#include <algorithm>
#include <set>

namespace geminid::gateway {
namespace {

// Google's models and the configured ones with their aliases, as far as they are enabled and the user may use them.
std::vector<std::string> visible(const std::vector<translate::GeminiModel>& listed, const actors::Rules& rules,
                                 const User& user) {
  std::set<std::string> ids;
  const auto enabled = [&](const std::string& id) {
    const auto configured = rules.models.find(id);
    return configured == rules.models.end() || configured->second.enabled;
  };
  for (const auto& model : listed) {
    const auto generates = std::find(model.methods.begin(), model.methods.end(), "generateContent");
    if (generates != model.methods.end() && enabled(model.id))
      ids.insert(model.id);
  }
  for (const auto& [id, config] : rules.models) {
    if (!config.enabled)
      continue;
    ids.insert(id);
    ids.insert(config.aliases.begin(), config.aliases.end());
  }
  std::erase_if(ids, [&](const auto& id) { return !user.may_use(id); });
  return {ids.begin(), ids.end()};
}

net::Task<std::optional<std::vector<std::string>>> visible_to_client(http::Exchange& exchange, Gateway& gateway,
                                                                     ModelCatalogue& catalogue) {
  const auto user = authenticate(exchange, gateway);
  if (!user) {
    const Failure failure{user.error()};
    auto response = to_response(failure);
    co_await exchange.respond(std::move(response));
    co_return std::nullopt;
  }
  const auto listed = co_await catalogue.models();
  co_return visible(listed, *gateway.config->rules, **user);
}

} // namespace

net::Task<void> list_models(http::Exchange& exchange, Gateway& gateway, ModelCatalogue& catalogue) {
  const auto ids = co_await visible_to_client(exchange, gateway, catalogue);
  if (!ids)
    co_return;
  http::Response response;
  response.body = translate::openai_model_list(*ids);
  co_await exchange.respond(std::move(response));
}

net::Task<void> get_model(http::Exchange& exchange, Gateway& gateway, ModelCatalogue& catalogue) {
  const auto ids = co_await visible_to_client(exchange, gateway, catalogue);
  if (!ids)
    co_return;
  constexpr std::string_view prefix = "models/";
  auto id = exchange.path_parameter("id");
  if (id.starts_with(prefix))
    id.remove_prefix(prefix.size());
  http::Response response;
  if (std::find(ids->begin(), ids->end(), id) != ids->end())
    response.body = translate::openai_model(id);
  else
    response = to_response(refused(policy::Refusal::model_missing, {}, id));
  co_await exchange.respond(std::move(response));
}

} // namespace geminid::gateway
