#include "server/admin/key_view.hpp"

#include "actors/config_actor.hpp"

namespace geminid::admin {
namespace {

dto::KeyState to_dto(actors::KeyState state) {
  return static_cast<dto::KeyState>(state);
}
static_assert(static_cast<int>(dto::KeyState::healthy) == static_cast<int>(actors::KeyState::healthy));
static_assert(static_cast<int>(dto::KeyState::warning) == static_cast<int>(actors::KeyState::warning));
static_assert(static_cast<int>(dto::KeyState::cooling_down) == static_cast<int>(actors::KeyState::cooling_down));
static_assert(static_cast<int>(dto::KeyState::exhausted) == static_cast<int>(actors::KeyState::exhausted));
static_assert(static_cast<int>(dto::KeyState::invalid) == static_cast<int>(actors::KeyState::invalid));
static_assert(static_cast<int>(dto::KeyState::disabled) == static_cast<int>(actors::KeyState::disabled));

dto::LimitUse to_dto(const actors::WindowUse& window) {
  const auto source = window.limit.source == policy::LimitSource::set       ? dto::LimitSource::set
                      : window.limit.source == policy::LimitSource::learned ? dto::LimitSource::learned
                                                                            : dto::LimitSource::none;
  return {window.used, window.limit.value, source};
}

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional{text};
}

dto::KeyModelUse to_dto(const actors::ModelUse& use) {
  return {to_dto(use.rpm), to_dto(use.tpm), to_dto(use.rpd), to_dto(use.state), use.until, unless_empty(use.reason)};
}

static_assert(policy::Activity::span_length == dto::activity_span);

} // namespace

dto::Key to_dto(const actors::KeySnapshot& key) {
  dto::Key view;
  view.id = key.config.id;
  view.name = key.config.name;
  view.masked = key.masked;
  view.weight = key.config.weight;
  view.enabled = key.config.enabled;
  view.project = key.config.project;
  view.priority = key.config.priority;
  view.tags = key.config.tags;
  view.state = to_dto(key.state);
  view.reason = unless_empty(key.reason);
  view.next_change_at = key.next_change_at;
  for (const auto& use : key.models)
    view.models[use.model] = to_dto(use);
  for (const auto& [model, own] : key.config.limits)
    view.limits[model] = actors::to_dto(own);
  view.totals = {key.totals.requests, key.totals.failures, key.totals.prompt_tokens, key.totals.completion_tokens};
  view.last_used_at = key.last_used_at;
  view.last_error = unless_empty(key.last_error);
  view.activity = key.activity;
  return view;
}

actors::KeyState from_dto(dto::KeyState state) {
  return static_cast<actors::KeyState>(state);
}

void apply(const dto::KeyPatch& patch, actors::KeyConfig& config) {
  const auto set = [](auto& target, const auto& value) {
    if (value)
      target = static_cast<std::remove_reference_t<decltype(target)>>(*value);
  };
  set(config.name, patch.name);
  set(config.weight, patch.weight);
  set(config.enabled, patch.enabled);
  set(config.project, patch.project);
  set(config.priority, patch.priority);
  set(config.tags, patch.tags);
  for (const auto& [model, change] : patch.limits) {
    const auto limits = change ? dto::patched(actors::to_dto(config.limits[model]), *change) : dto::LimitSet{};
    if (limits == dto::LimitSet{})
      config.limits.erase(model);
    else
      config.limits[model] = actors::limits_from(limits);
  }
}

void apply(const KeyAttributes& said, actors::KeyConfig& config) {
  config.name = said.name.value_or(config.name);
  config.project = said.project.value_or(config.project);
  config.weight = said.weight.value_or(config.weight);
  config.priority = said.priority.value_or(config.priority);
  config.tags = said.tags.value_or(config.tags);
}

} // namespace geminid::admin
