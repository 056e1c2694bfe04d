// What the books forbid and what they demand.
#include "tests/sim/books.hpp"
#include "tests/sim/google.hpp"

#include <algorithm>
#include <limits>

namespace geminid::sim {
namespace {

bool is_at_most(std::int64_t value, const std::optional<std::int64_t>& limit) {
  return !limit || value <= *limit;
}

std::string over(const char* what, std::int64_t would_be, const std::optional<std::int64_t>& limit,
                 const std::deque<BookingPtr>& minute) {
  auto text = std::string{"over a known limit: "} + what + " would be " + std::to_string(would_be) + " of " +
              std::to_string(*limit) + "; leased lately:";
  for (const auto& booking : minute)
    text += " " + to_rfc3339(booking->at).substr(11) + (booking->returned ? " (returned)" : "") + " " +
            std::to_string(booking->counted.value_or(booking->estimate)) + (booking->counted ? "" : "?");
  return text;
}

} // namespace

bool Books::order_matters(const Booking& a, const Booking& b) const {
  if (a.booked_in_step != b.booked_in_step || a.secret == b.secret)
    return false;
  const auto own = [&](const Booking& booking) {
    const auto& limits = keys_.at(booking.secret).config.limits;
    const auto found = limits.find(booking.model);
    return found == limits.end() ? policy::LimitSettings{} : found->second;
  };
  return own(a) != own(b);
}

Objection Books::over_limit(const Key& key, const Booking& booking, const Account& account, Instant now) const {
  if (!key.exists && !key.existed)
    return "a deleted key was used";
  if (key.invalid)
    return "an invalid key was used";
  if (!key.config.enabled && !key.config_before.enabled)
    return "a disabled key was used";
  if (key.must_cool_until > now)
    return "a key was used while it cools down, until " + to_rfc3339(key.must_cool_until);
  if (key.must_be_banned_until > now)
    return "a key was used where Google does not serve it, before " + to_rfc3339(key.must_be_banned_until);
  const auto throttle = throttles_.find(booking.model);
  if (throttle != throttles_.end() && throttle->second.must_be_shut_until > now)
    return "a model was used that Google throttles, before " + to_rfc3339(throttle->second.must_be_shut_until);
  for (const auto& rest : {account.rest, owners_.at(booking.owner).rest})
    if (rest.must_until > now)
      return "used although refused until " + to_rfc3339(rest.must_until);

  std::int64_t requests = 1;
  std::int64_t tokens = booking.estimate;
  for (const auto& sent : account.minute) {
    if (sent->at + minute_long <= now || sent->forgettable || sent->returned || order_matters(*sent, booking))
      continue;
    ++requests;
    tokens += tokens_min(*sent);
  }
  const auto of = [&](PickSetting setting, Pick learned) {
    return limit(key, booking.model, account, setting, learned).loosest;
  };
  const auto rpm = of(&policy::LimitSettings::rpm, &policy::LearnedLimits::rpm);
  if (!is_at_most(requests, rpm))
    return over("the minute's requests", requests, rpm, account.minute);
  const auto tpm = of(&policy::LimitSettings::tpm, &policy::LearnedLimits::tpm);
  if (!is_at_most(tokens, tpm))
    return over("the minute's tokens", tokens, tpm, account.minute);
  const auto rpd = of(&policy::LimitSettings::rpd, &policy::LearnedLimits::rpd);
  const auto after = std::count_if(account.minute.begin(), account.minute.end(),
                                   [&](const auto& sent) { return !sent->returned && order_matters(*sent, booking); });
  if (const auto today = account.sent - account.forgotten - after + 1; !is_at_most(today, rpd))
    return over("the day's requests", today, rpd, account.minute);
  return std::nullopt;
}

std::int64_t Books::tokens_min(const Booking& booking) const {
  const auto counted = booking.counted.value_or(booking.estimate);
  return booking.ended_in_step == step_ || booking.recounted ? std::min(counted, booking.estimate) : counted;
}

bool Books::may_be_shut(const std::string& model) const {
  const auto found = throttles_.find(model);
  return found != throttles_.end() && found->second.possible;
}

std::optional<std::string> Books::room(const std::string& model, std::int64_t tokens,
                                       const std::vector<std::string>& tried, Instant now) {
  for (const auto& [secret, key] : keys_)
    if (std::find(tried.begin(), tried.end(), secret) == tried.end())
      if (auto found = room(key, model, tokens, now))
        return found;
  return std::nullopt;
}

std::optional<std::string> Books::room(const Key& key, const std::string& model, std::int64_t tokens, Instant now) {
  const auto late = now - lateness;
  if (!key.exists || !key.existed || key.may_be_invalid || !key.config.enabled || !key.config_before.enabled ||
      key.may_cool_until > late || key.config.project != key.config_before.project || key.banned_at ||
      may_be_shut(model) || owners_[owner(key.config)].trickles_after)
    return std::nullopt;
  auto& of_owner = account(owner(key.config), model, now);
  if (of_owner.rest.may_until > late || owners_[owner(key.config)].rest.may_until > late ||
      day_in_los_angeles(late) != of_owner.day)
    return std::nullopt;
  const auto of = [&](PickSetting setting, Pick learned) {
    return limit(key, model, of_owner, setting, learned).tightest;
  };
  const auto rpm = of(&policy::LimitSettings::rpm, &policy::LearnedLimits::rpm);
  const auto tpm = of(&policy::LimitSettings::tpm, &policy::LearnedLimits::tpm);
  const auto rpd = of(&policy::LimitSettings::rpd, &policy::LearnedLimits::rpd);
  std::int64_t requests = 0;
  std::int64_t used = 0;
  if (rpm || tpm)
    for (const auto& sent : of_owner.minute) {
      const bool counts =
          sent->at + minute_long > late && (!sent->returned || sent->recounted || sent->ended_in_step == step_);
      requests += counts ? 1 : 0;
      used += counts ? std::max(sent->estimate, sent->counted.value_or(0)) : 0;
    }
  requests += of_owner.minute_slack.requests;
  used += of_owner.minute_slack.tokens;
  const auto today = of_owner.sent + of_owner.given_back + of_owner.day_slack;
  if (!is_at_most(requests + 1, rpm) || !is_at_most(used + tokens, tpm) || !is_at_most(today + 1, rpd))
    return std::nullopt;
  const auto part = [](std::int64_t of_limit, const std::optional<std::int64_t>& known) {
    return std::to_string(of_limit) + " of " + (known ? std::to_string(*known) : "unlimited");
  };
  return key.config.id + " of " + owner(key.config) + " has used at most " + part(requests, rpm) + " requests and " +
         part(used, tpm) + " tokens of the minute, " + part(today, rpd) + " requests of the day";
}

Books::Range Books::limit(const Key& key, const std::string& model, const Account& account, PickSetting setting,
                          Pick learned) const {
  constexpr auto none = std::numeric_limits<std::int64_t>::max();
  std::int64_t loosest = 0, tightest = none;
  const auto consider = [&](const actors::KeyConfig& config, const actors::Rules& rules,
                            const policy::LearnedLimits& known) {
    using Kind = policy::LimitSetting::Kind;
    const auto own = config.limits.find(model);
    const auto of_key = own == config.limits.end() ? policy::LimitSetting{} : own->second.*setting;
    const auto of_model = rules.limits_of(model).*setting;
    const auto& set = of_key.kind == Kind::unset ? of_model : of_key;
    const auto value = set.kind == Kind::unset   ? (known.*learned).value_or(none)
                       : set.kind == Kind::value ? set.value
                                                 : none;
    loosest = std::max(loosest, value);
    tightest = std::min(tightest, value);
  };
  consider(key.config, rules_, account.learned);
  if (changed_)
    for (const auto* config : {&key.config, &key.config_before})
      for (const auto* rules : {&rules_, &rules_before_})
        for (const auto* known : {&account.learned, &account.learned_before})
          consider(*config, *rules, *known);
  const auto absent_when_none = [](std::int64_t value) { return value == none ? std::nullopt : std::optional{value}; };
  return {absent_when_none(loosest), absent_when_none(tightest)};
}

} // namespace geminid::sim
