#include "server/app/gateway_config.hpp"

namespace geminid::app {
namespace {

translate::ChatDefaults chat_defaults(const dto::Settings& settings) {
  using From = dto::ThinkingMode;
  using To = translate::ChatDefaults::Thinking;
  translate::ChatDefaults defaults;
  const auto& thinking = settings.thinking;
  defaults.thinking = thinking.mode == From::off         ? To::off
                      : thinking.mode == From::automatic ? To::automatic
                      : thinking.mode == From::fixed     ? To::fixed
                                                         : To::model_default;
  defaults.thinking_budget = static_cast<std::int32_t>(thinking.budget);
  defaults.include_thoughts = thinking.include_thoughts;
  return defaults;
}

} // namespace

std::shared_ptr<const gateway::Config> gateway_config(const dto::Settings& settings, actors::RulesPtr rules) {
  auto config = std::make_shared<gateway::Config>();
  config->attempts_max = static_cast<std::uint32_t>(settings.routing.max_attempts);
  config->wait_max = Duration{settings.routing.max_wait_ms};
  if (settings.health_checks.enabled)
    config->health_check_every = std::chrono::minutes{settings.health_checks.interval_minutes};
  config->affinity = settings.routing.affinity;
  config->chat = chat_defaults(settings);
  auto aliases = std::make_shared<translate::ModelAliases>();
  for (const auto& [model, of_model] : rules->models)
    for (const auto& alias : of_model.aliases)
      aliases->emplace(alias, model);
  config->chat.aliases = std::move(aliases);
  config->rules = std::move(rules);
  return config;
}

std::shared_ptr<const gateway::UserTable> user_table(const std::vector<actors::UserRecord>& users) {
  gateway::UserTable::Entries entries;
  for (const auto& user : users)
    entries[user.fingerprint] = std::make_shared<const gateway::User>(
        gateway::User{user.id, user.config.name, user.config.enabled, user.config.models, user.config.expires_at,
                      user.config.limits.any()});
  return std::make_shared<const gateway::UserTable>(std::move(entries));
}

} // namespace geminid::app
