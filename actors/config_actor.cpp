#include "actors/config_actor.hpp"

#include <algorithm>

namespace geminid::actors {
namespace {

policy::LimitSetting setting_from(const dto::LimitSetting& limit) {
  using From = dto::LimitSetting::Kind;
  using To = policy::LimitSetting::Kind;
  return {limit.kind == From::value       ? To::value
          : limit.kind == From::unlimited ? To::unlimited
                                          : To::unset,
          limit.value};
}

dto::LimitSetting setting_to_dto(const policy::LimitSetting& limit) {
  using From = policy::LimitSetting::Kind;
  using To = dto::LimitSetting::Kind;
  return {limit.kind == From::value       ? To::value
          : limit.kind == From::unlimited ? To::unlimited
                                          : To::unset,
          limit.value};
}

} // namespace

policy::LimitSettings limits_from(const dto::LimitSet& limits) {
  return {setting_from(limits.rpm), setting_from(limits.tpm), setting_from(limits.rpd)};
}

dto::LimitSet to_dto(const policy::LimitSettings& limits) {
  return {setting_to_dto(limits.rpm), setting_to_dto(limits.tpm), setting_to_dto(limits.rpd)};
}

RulesPtr rules_from(const dto::Settings& settings, const ModelConfigs& models) {
  auto rules = std::make_shared<Rules>();
  const auto& routing = settings.routing;
  rules->strategy =
      routing.strategy == dto::Strategy::round_robin ? policy::Strategy::round_robin : policy::Strategy::least_used;
  rules->strikes.failure_threshold = static_cast<std::uint32_t>(routing.failure_threshold);
  rules->strikes.cooldown = std::chrono::seconds{routing.cooldown_seconds};
  rules->warning_percent = static_cast<double>(routing.usage_warning_percent);
  rules->protection_percent = static_cast<double>(routing.usage_protection_percent);
  for (const auto& [model, config] : models)
    rules->models[model] = {config.enabled, limits_from(config.limits), config.aliases, config.fallbacks};
  return rules;
}

ConfigActor::behavior_type config_actor(ConfigActor::stateful_pointer<ConfigState> self, ConfigStart start) {
  auto& state = self->state;
  state.start(self, std::move(start));
  return {
      [&state](const GetConfig&) { return state.get(); },
      [&state](const PatchSettings& wish) { return state.patch(wish); },
      [&state](PutModel& wish) { return state.put(wish); },
      [&state](const DeleteModel& wish) { return state.remove(wish); },
      [&state](ReplaceConfig& wish) { return state.replace(wish); },
  };
}

void ConfigState::start(ConfigActor::pointer self, ConfigStart start) {
  self_ = self;
  deps_.emplace(std::move(start));
  wished_ = deps_->settings;
}

caf::result<ConfigChanged> ConfigState::patch(const PatchSettings& wish) {
  auto changed = wish.change(wished_);
  if (!changed)
    return ConfigChanged{deps_->settings, changed.error()};
  wished_ = *changed;
  StoreWrite write{std::string{settings_record_key}, dto::to_text(dto::to_json(*changed))};
  return commit(std::move(write), [this, settings = *changed] { deps_->settings = settings; });
}

caf::result<ConfigChanged> ConfigState::put(PutModel& wish) {
  if (auto conflict = alias_conflict(wish))
    return ConfigChanged{deps_->settings, std::move(conflict)};
  if (deps_->models.size() >= deps_->models_max && !deps_->models.contains(wish.model))
    return ConfigChanged{deps_->settings, Error{"as many models are configured as may be"}};
  StoreWrite write{std::string{model_record_prefix} + wish.model, dto::to_text(dto::to_json(wish.config))};
  return commit(std::move(write), [this, wish] { deps_->models[wish.model] = wish.config; });
}

caf::result<ConfigChanged> ConfigState::remove(const DeleteModel& wish) {
  if (!deps_->models.contains(wish.model))
    return ConfigChanged{deps_->settings, std::nullopt, false};
  StoreWrite write{std::string{model_record_prefix} + wish.model, std::nullopt};
  return commit(std::move(write), [this, model = wish.model] { deps_->models.erase(model); });
}

ConfigChanged ConfigState::replace(ReplaceConfig& wish) {
  deps_->settings = std::move(wish.settings);
  deps_->models = std::move(wish.models);
  wished_ = deps_->settings;
  deps_->publish(deps_->settings, deps_->models);
  return {deps_->settings, std::nullopt};
}

// An alias must lead to one model only.
std::optional<Error> ConfigState::alias_conflict(const PutModel& wish) const {
  for (const auto& [model, config] : deps_->models) {
    if (model == wish.model)
      continue;
    for (const auto& alias : wish.config.aliases)
      if (std::find(config.aliases.begin(), config.aliases.end(), alias) != config.aliases.end())
        return Error{"aliases: \"" + alias + "\" is an alias of " + model + " already", "aliases"};
  }
  return std::nullopt;
}

caf::result<ConfigChanged> ConfigState::commit(StoreWrite write, std::function<void()> apply) {
  auto promise = self_->make_response_promise<ConfigChanged>();
  Commit commit;
  commit.writes.push_back(std::move(write));
  self_->request(deps_->storage, caf::infinite, std::move(commit))
      .then(
          [this, promise, apply](const Committed&) mutable {
            apply();
            deps_->publish(deps_->settings, deps_->models);
            promise.deliver(ConfigChanged{deps_->settings, std::nullopt});
          },
          [this, promise](caf::error& error) mutable {
            wished_ = deps_->settings;
            promise.deliver(std::move(error));
          });
  return promise;
}

} // namespace geminid::actors
