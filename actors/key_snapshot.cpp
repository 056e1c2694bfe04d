// How a key actor describes itself to people.
#include "actors/key_actor.hpp"
#include "actors/usage_levels.hpp"

#include <array>
#include <utility>

namespace geminid::actors {
namespace {

bool is_over(const WindowUse& window, double percent) {
  return window.limit.value &&
         static_cast<double>(window.used) * 100 >= percent * static_cast<double>(*window.limit.value);
}

} // namespace

std::string_view to_string(KeyState state) {
  constexpr std::array<std::string_view, key_states> names{"healthy",   "warning", "cooling_down",
                                                           "exhausted", "invalid", "disabled"};
  return names[static_cast<std::size_t>(state)];
}

ModelUse KeyActorState::use(const std::string& model, const Published& published) {
  ModelUse use;
  if (ledger_)
    use = published.of_project->use;
  else
    use = quotas_->use(model, own_limits(model), rules_->limits_of(model), now());
  use.state = model_state(use);
  return use;
}

KeyState KeyActorState::model_state(const ModelUse& use) const {
  if (use.state != KeyState::healthy)
    return use.state;
  const auto percent = rules_->warning_percent;
  const bool over = is_over(use.rpm, percent) || is_over(use.tpm, percent) || is_over(use.rpd, percent);
  return over ? KeyState::warning : KeyState::healthy;
}

// A key is as bad as its worst model, but it only counts as out of service when none of its models can serve.
KeyState KeyActorState::state(std::string& reason, std::optional<Instant>& until, const std::vector<ModelUse>& uses) {
  if (!identity_.config.enabled) {
    reason = "disabled by an admin";
    return KeyState::disabled;
  }
  reason = health_.reason;
  if (health_.invalid)
    return KeyState::invalid;
  if (health_.cooling_until > now()) {
    until = health_.cooling_until;
    return KeyState::cooling_down;
  }
  reason.clear();
  const ModelUse* worst = nullptr;
  bool some_serve = false;
  for (const auto& use : uses) {
    some_serve = some_serve || use.state == KeyState::healthy || use.state == KeyState::warning;
    if (use.state != KeyState::healthy && (!worst || use.state > worst->state))
      worst = &use;
  }
  if (!worst)
    return KeyState::healthy;
  reason = worst->model + ": " + (worst->reason.empty() ? "near its limit" : worst->reason);
  until = worst->until;
  return some_serve ? KeyState::warning : worst->state;
}

std::vector<ModelUse> KeyActorState::uses() {
  std::vector<ModelUse> result;
  for (const auto& [model, published] : published_)
    if (ledger_ ? published.of_project.has_value() : quotas_->knows(model))
      result.push_back(use(model, published));
  return result;
}

std::optional<SpendingCircuit> KeyActorState::spending() const {
  if (!ledger_)
    return quotas_->spending(now());
  for (const auto& [model, published] : published_)
    if (published.of_project)
      return published.of_project->spending;
  return std::nullopt;
}

KeySnapshot KeyActorState::snapshot() {
  KeySnapshot result;
  result.config = identity_.config;
  result.masked = identity_.masked;
  result.models = uses();
  result.spending = spending();
  result.state = state(result.reason, result.next_change_at, result.models);
  result.totals = totals_;
  result.last_used_at = last_used_at_;
  result.last_error = last_error_;
  result.activity = activity_.counts(now());
  if (health_.invalid)
    result.invalid_since = health_.invalid_since;
  if (health_.cooling_until > now()) {
    result.cools_until = health_.cooling_until;
    result.cools_for = health_.reason;
  }
  return result;
}

void KeyActorState::tell_pool() {
  std::string reason;
  std::optional<Instant> until;
  const auto present_uses = uses();
  if (!ledger_) // which warns of its project
    warn_of(present_uses);
  const auto present = state(reason, until, present_uses);
  if (told_ == present)
    return;
  told_ = present;
  self_->send(deps_->pool, KeyStateChanged{slot_, present, std::move(reason), until});
}

void KeyActorState::warn_of(const std::vector<ModelUse>& uses) {
  const auto percent = rules_->warning_percent;
  for (const auto& use : uses) {
    const bool over = is_over(use.rpm, percent) || is_over(use.tpm, percent) || is_over(use.rpd, percent);
    if (!over && !warnings_.contains(use.model))
      continue;
    const auto of_windows = levels(use);
    for (const auto& level : warnings_[use.model].passed({of_windows.begin(), of_windows.end()}, percent, now()))
      self_->send(deps_->pool, KeyNearLimit{slot_, use.model, level});
  }
}

void KeyActorState::note_unforeseen(const LeaseOutcome& outcome) {
  const auto& published = published_[outcome.model];
  if (ledger_ ? !published.of_project : !quotas_->knows(outcome.model))
    return;
  const auto own = use(outcome.model, published);
  if (policy::unforeseen(outcome.reading, own.rpm.used, own.tpm.used, own.rpd.used))
    self_->send(deps_->pool, UnforeseenRefusal{slot_, outcome.model});
}

} // namespace geminid::actors
