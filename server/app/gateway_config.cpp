#include "server/app/gateway_config.hpp"

namespace geminid::app {
namespace {

translate::ThinkingDefault thinking_default(const dto::Thinking& thinking) {
  using From = dto::ThinkingMode;
  using To = translate::ThinkingDefault::Mode;
  const auto mode = thinking.mode == From::off         ? To::off
                    : thinking.mode == From::automatic ? To::automatic
                    : thinking.mode == From::fixed     ? To::fixed
                                                       : To::model_default;
  return {mode, thinking.budget, thinking.include_thoughts};
}

translate::PromptInjection prompt_injection(const dto::PromptInjectionSettings& settings) {
  using From = dto::InjectionPosition;
  using To = translate::PromptInjection::Position;
  if (!settings.enabled)
    return {};
  const auto position = settings.position == From::user_prefix   ? To::user_prefix
                        : settings.position == From::user_suffix ? To::user_suffix
                                                                 : To::system;
  return {position, settings.content};
}

translate::ChatDefaults chat_defaults(const dto::Settings& settings, const actors::ModelConfigs& models) {
  translate::ChatDefaults defaults;
  defaults.thinking = thinking_default(settings.thinking);
  defaults.injection = prompt_injection(settings.prompt_injection);
  auto aliases = std::make_shared<translate::ModelAliases>();
  for (const auto& [model, config] : models) {
    if (config.thinking)
      defaults.thinking_of_model[model] = thinking_default(*config.thinking);
    for (const auto& alias : config.aliases)
      aliases->emplace(alias, model);
  }
  defaults.aliases = std::move(aliases);
  return defaults;
}

} // namespace

std::shared_ptr<const gateway::Config> gateway_config(const dto::Settings& settings, const actors::ModelConfigs& models,
                                                      actors::RulesPtr rules) {
  auto config = std::make_shared<gateway::Config>();
  config->attempts_max = static_cast<std::uint32_t>(settings.routing.max_attempts);
  config->wait_max = Duration{settings.routing.max_wait_ms};
  if (settings.health_checks.enabled) {
    config->health_check_every = std::chrono::minutes{settings.health_checks.interval_minutes};
    config->invalid_keys_kept = std::chrono::hours{24 * settings.health_checks.delete_invalid_after_days};
  }
  if (settings.keep_alive.enabled)
    config->keep_alive_every = std::chrono::minutes{settings.keep_alive.interval_minutes};
  config->log_bodies = settings.logs.bodies;
  config->affinity = settings.routing.affinity;
  config->chat = chat_defaults(settings, models);
  config->prices = settings.prices;
  config->rules = std::move(rules);
  return config;
}

std::shared_ptr<const gateway::UserTable> user_table(const std::vector<actors::UserRecord>& users) {
  gateway::UserTable::Entries entries;
  for (const auto& record : users) {
    const auto& config = record.config;
    gateway::User user{record.id, config.name, config.enabled, config.models, config.expires_at, config.limits.any()};
    if (config.thinking)
      user.thinking = thinking_default(*config.thinking);
    entries[record.fingerprint] = std::make_shared<const gateway::User>(std::move(user));
  }
  return std::make_shared<const gateway::UserTable>(std::move(entries));
}

} // namespace geminid::app
