#include "tests/sim/books.hpp"

#include "tests/sim/google.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace geminid::sim {
namespace {

using namespace std::chrono_literals;

constexpr Duration minute_long = 60s;
/// How much later than exactly geminid may find room again: what shares an entry of a window leaves it with its
/// youngest, and who has room anyway tells of more four times a second.
constexpr Duration lateness = 500ms;
/// How long a refusal that names no limit keeps a project away at most.
constexpr Duration bare_max = 120s;
constexpr Duration cooldown_max = 1h;

/// How many requests of the day are reserved on disk at a time.
std::int64_t block_of(const std::optional<std::int64_t>& limit) {
  constexpr std::int64_t without_limit = 64;
  return limit ? *limit / 100 : without_limit;
}

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

void Books::add_key(const std::string& secret, actors::KeyConfig config) {
  Key key;
  key.config = key.config_before = std::move(config);
  keys_.insert_or_assign(secret, std::move(key));
  changed_ = true;
}

void Books::remove_key(const std::string& secret) {
  keys_.at(secret).exists = false;
  changed_ = true;
}

void Books::configure(const std::string& secret, actors::KeyConfig config) {
  keys_.at(secret).config = std::move(config);
  changed_ = true;
}

void Books::set_rules(const actors::Rules& rules) {
  rules_ = rules;
  changed_ = true;
}

void Books::keep_key(const std::string& secret) {
  keys_.at(secret).exists = true;
}

void Books::forgive(const std::string& secret) {
  auto& key = keys_.at(secret);
  key.invalid = false;
  key.strikes = 0;
  key.must_cool_until = {};
}

void Books::trust(const std::string& secret) {
  auto& key = keys_.at(secret);
  key.may_be_invalid = false;
  key.may_cool_until = {};
}

void Books::forgive_all(const std::string& secret) {
  forgive(secret);
  auto& of_key = owners_[owner(keys_.at(secret).config)];
  of_key.rest.must_until = {};
  for (auto& [model, account] : of_key.models)
    account.rest.must_until = {};
}

void Books::trust_all(const std::string& secret) {
  trust(secret);
  auto& of_key = owners_[owner(keys_.at(secret).config)];
  of_key.rest.may_until = {};
  for (auto& [model, account] : of_key.models)
    account.rest.may_until = {};
}

std::string Books::owner(const actors::KeyConfig& config) {
  return config.project.empty() ? config.id : "project:" + config.project;
}

std::optional<actors::KeyConfig> Books::config(const std::string& secret) const {
  const auto found = keys_.find(secret);
  return found == keys_.end() || !found->second.exists ? std::nullopt : std::optional{found->second.config};
}

std::string Books::project(const std::string& secret) const {
  const auto& key = keys_.at(secret);
  return key.config.project.empty() ? key.config_before.project : key.config.project;
}

std::vector<std::string> Books::secrets() const {
  std::vector<std::string> result;
  for (const auto& [secret, key] : keys_)
    if (key.exists)
      result.push_back(secret);
  return result;
}

std::pair<BookingPtr, Objection> Books::book(const std::string& secret, const std::string& owner,
                                             const std::string& model, std::int64_t estimate, Instant now) {
  auto booking = std::make_shared<Booking>();
  booking->secret = secret;
  booking->owner = owner;
  booking->model = model;
  booking->at = now;
  booking->estimate = estimate;
  booking->booked_in_step = step_;
  auto& of_owner = account(owner, model, now);
  const auto found = keys_.find(secret);
  if (found == keys_.end())
    return {booking, "a key that does not exist was used"};
  const auto& key = found->second;
  auto objection = over_limit(key, *booking, of_owner, now);

  const auto day = limit(key, model, of_owner, &policy::LimitSettings::rpd, &policy::LearnedLimits::rpd);
  booking->day_known = day.tightest && day.loosest;
  of_owner.forgettable += booking->day_known ? 0 : 1;
  of_owner.block_max = std::max(of_owner.block_max, block_of(day.loosest));
  const auto requests = limit(key, model, of_owner, &policy::LimitSettings::rpm, &policy::LearnedLimits::rpm);
  const auto tokens = limit(key, model, of_owner, &policy::LimitSettings::tpm, &policy::LearnedLimits::tpm);
  booking->minute_known = requests.loosest || tokens.loosest;
  ++of_owner.sent;
  of_owner.minute.push_back(booking);
  if (objection)
    objection = key.config.id + " of " + owner + ", " + model + ": " + *objection;
  return {booking, std::move(objection)};
}

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

void Books::give_back(Booking& booking, bool owner_hears, Instant now) {
  auto& of_owner = account(booking.owner, booking.model, now);
  booking.ended = booking.returned = true;
  booking.ended_in_step = step_;
  booking.recounted = booking.recounted || !owner_hears;
  if (day_in_los_angeles(booking.at) != of_owner.day)
    return;
  --of_owner.sent;
  ++(owner_hears ? of_owner.given_back : of_owner.day_slack);
}

void Books::lost(const std::string& model, std::int64_t estimate, Instant now, Instant latest) {
  for (const auto& [id, of_owner] : owners_) {
    auto& of_model = account(id, model, now);
    ++of_model.day_slack;
    of_model.lost.emplace_back(std::max(now, latest), estimate);
  }
  for (const auto& [secret, key] : keys_) { // and have reserved a block for it
    auto& of_owner = account(owner(key.config), model, now);
    const auto day = limit(key, model, of_owner, &policy::LimitSettings::rpd, &policy::LearnedLimits::rpd);
    of_owner.block_max = std::max(of_owner.block_max, block_of(day.loosest));
  }
}

void Books::end(Booking& booking, std::optional<std::int64_t> counted) {
  booking.ended = true;
  booking.counted = counted;
  booking.ended_in_step = step_;
}

void Books::served(Booking& booking, std::int64_t counted, Ears ears, Instant now) {
  end(booking, counted);
  if (ears.key)
    keys_.at(booking.secret).strikes = 0;
  circuits_closed(booking, ears, now);
}

// What was sent after a circuit had half-opened, and was served, closes it.
void Books::circuits_closed(const Booking& booking, Ears ears, Instant now) {
  auto& owner = owners_[booking.owner];
  if (ears.owner && owner.trickles_after && booking.at >= *owner.trickles_after)
    owner.trickles_after.reset();
  if (!ears.key)
    return;
  auto& key = keys_.at(booking.secret);
  if (key.banned_at && booking.at >= *key.banned_at + policy::location_circuit.open_max)
    key.banned_at.reset();
  if (auto& throttle = throttles_[booking.model]; now >= throttle.last_refusal + policy::model_circuit.open_max)
    throttle.possible = false;
}

void Books::bare_refusal(const Booking& booking, Instant now) {
  auto& throttle = throttles_[booking.model];
  throttle.last_refusal = now;
  if (!throttle.burst.note(booking.owner, 0, now).empty())
    throttle.possible = true;
}

bool Books::may_be_shut(const std::string& model) const {
  const auto found = throttles_.find(model);
  return found != throttles_.end() && found->second.possible;
}

void Books::refused(Booking& booking, const policy::RefusalReading& reading, Ears ears, Instant now) {
  end(booking, std::nullopt);
  if (policy::blames_quota(reading.refusal) && ears.owner)
    refuse_quota(booking, reading, now);
  if (reading.of_project && ears.owner)
    suspect(booking.owner, now);
  if (!ears.key)
    return;
  auto& key = keys_.at(booking.secret);
  if (reading.refusal == policy::Refusal::bare_limit)
    bare_refusal(booking, now);
  if (reading.refusal == policy::Refusal::location_unsupported)
    key.banned_at = now;
  if (reading.refusal == policy::Refusal::key_invalid) {
    key.may_be_invalid = true;
    when_step_over_.emplace_back([&key] { key.invalid = true; });
  } else if (reading.refusal == policy::Refusal::key_suspect) {
    key.may_cool_until = now + cooldown_max;
    if (++key.strikes >= rules_.strikes.failure_threshold) {
      key.strikes = 0;
      when_step_over_.emplace_back([&key, until = now + rules_.strikes.cooldown] { key.must_cool_until = until; });
    }
  }
}

// The keys of a project that Google suspended wait before they are tried again.
void Books::suspect(const std::string& project, Instant now) {
  for (auto& [secret, key] : keys_)
    if (owner(key.config) == project || owner(key.config_before) == project)
      key.may_cool_until = std::max(key.may_cool_until, now + rules_.strikes.cooldown);
}

void Books::refuse_quota(const Booking& booking, const policy::RefusalReading& reading, Instant now) {
  auto& of_model = account(booking.owner, booking.model, now);
  for (const auto& [named, limit] : {std::pair{reading.learned.rpm, &policy::LearnedLimits::rpm},
                                     std::pair{reading.learned.tpm, &policy::LearnedLimits::tpm},
                                     std::pair{reading.learned.rpd, &policy::LearnedLimits::rpd}}) {
    if (!named)
      continue;
    of_model.learned.*limit = named;
    of_model.learned_at = now;
    changed_ = true;
  }
  const bool of_all_models =
      reading.refusal == policy::Refusal::spend_limit || reading.refusal == policy::Refusal::credit_empty;
  auto& rest = of_all_models ? owners_[booking.owner].rest : of_model.rest;
  rest.may_until = std::max(rest.may_until, reading.until.value_or(now + bare_max));
  if (of_all_models)
    owners_[booking.owner].trickles_after = rest.may_until;
  if (reading.until) // a refusal without a word may be forgiven at once
    when_step_over_.emplace_back(
        [&rest, until = *reading.until] { rest.must_until = std::max(rest.must_until, until); });
}

void Books::owner_died(const std::string& owner, Instant now) {
  const auto forget = [this, owner, now] {
    for (auto& [model, of_model] : owners_[owner].models) {
      auto& of_owner = account(owner, model, now);
      lose_blocks(of_owner, now);
      lose_last(of_owner);
    }
  };
  forget();
  when_step_over_.emplace_back(forget); // with what it granted in this step before it died
}

void Books::key_died(const std::string& secret, Instant now) {
  auto& key = keys_.at(secret);
  key.strikes = 0;
  owner_died(key.config_before.id, now);
}

void Books::disk_failed() {
  when_step_over_.emplace_back([this] {
    for (auto& [owner, of_owner] : owners_)
      for (auto& [model, of_model] : of_owner.models)
        lose_last(of_model);
  });
}

void Books::lose_blocks(Account& account, Instant reborn) {
  account.day_slack += account.block_max + account.given_back;
  account.forgotten = account.forgettable;
  for (const auto& [at, tokens] : account.lost) {
    ++account.minute_slack.requests;
    account.minute_slack.tokens += tokens;
  }
  account.crashed_at = reborn;
}

void Books::lose_last(Account& account) const {
  for (const auto& booking : account.minute) {
    booking->recounted = true;
    booking->forgettable = booking->forgettable || booking->booked_in_step == step_ || !booking->minute_known;
  }
}

void Books::restart(bool gracefully, Instant now, Instant start) {
  for (auto& [owner, of_owner] : owners_) {
    for (auto& [model, of_model] : of_owner.models) {
      if (gracefully)
        continue;
      auto& of_account = account(owner, model, now);
      lose_blocks(of_account, start);
      lose_last(of_account);
    }
  }
  for (auto& [secret, key] : keys_)
    key.strikes = 0;
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

Objection Books::audit(const std::string& secret, const actors::ModelUse& use, Instant now) {
  if (day_in_los_angeles(now - lateness) != day_in_los_angeles(now))
    return std::nullopt;
  const auto& of_owner = account(owner(keys_.at(secret).config), use.model, now);
  std::int64_t requests_min = 0, requests_max = 0, tokens_least = 0, tokens_most = 0;
  for (const auto& sent : of_owner.minute) {
    if ((sent->returned && !sent->recounted) || sent->at + minute_long <= now - lateness)
      continue;
    ++requests_max;
    tokens_most +=
        sent->recounted ? std::max(sent->estimate, sent->counted.value_or(0)) : sent->counted.value_or(sent->estimate);
    if (sent->at + minute_long <= now || sent->forgettable || sent->returned)
      continue;
    ++requests_min;
    tokens_least += tokens_min(*sent);
  }
  requests_max += of_owner.minute_slack.requests;
  tokens_most += of_owner.minute_slack.tokens;
  const auto objection = [&](const char* what, std::int64_t says, std::int64_t min, std::int64_t max) {
    return says >= min && says <= max
               ? Objection{}
               : Objection{std::string{"miscounted: "} + what + " of " + use.model + " are " + std::to_string(says) +
                           ", but should be " + std::to_string(min) + " to " + std::to_string(max)};
  };
  if (auto wrong = objection("the minute's requests", use.rpm.used, requests_min, requests_max))
    return wrong;
  if (auto wrong = objection("the minute's tokens", use.tpm.used, tokens_least, tokens_most))
    return wrong;
  return objection("the day's requests", use.rpd.used, of_owner.sent - of_owner.forgotten,
                   of_owner.sent + of_owner.day_slack);
}

void Books::step_over() {
  for (auto& then : std::exchange(when_step_over_, {}))
    then();
  ++step_;
  if (!std::exchange(changed_, false))
    return;
  for (auto& [secret, key] : keys_) {
    key.config_before = key.config;
    key.existed = key.exists;
  }
  for (auto& [owner, of_owner] : owners_)
    for (auto& [model, of_model] : of_owner.models)
      of_model.learned_before = of_model.learned;
  rules_before_ = rules_;
}

Books::Account& Books::account(const std::string& owner, const std::string& model, Instant now) {
  auto& found = owners_[owner].models[model];
  while (!found.minute.empty() && found.minute.front()->at + minute_long + lateness <= now)
    found.minute.pop_front();
  while (!found.lost.empty() && found.lost.front().first + minute_long + lateness <= now)
    found.lost.pop_front();
  if (found.crashed_at + minute_long + lateness <= now)
    found.minute_slack = {};
  if (found.learned_at + policy::learned_for <= now)
    found.learned = found.learned_before = {};
  if (const auto day = day_in_los_angeles(now); day != found.day) {
    found.day = day;
    found.sent = found.given_back = found.forgettable = found.forgotten = found.day_slack = 0;
    found.block_max = 1;
  }
  return found;
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
