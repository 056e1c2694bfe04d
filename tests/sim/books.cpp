#include "tests/sim/books.hpp"

#include "tests/sim/google.hpp"

#include <algorithm>
#include <utility>

namespace geminid::sim {
namespace {

using namespace std::chrono_literals;

/// How long a refusal that names no limit keeps a project away at most.
constexpr Duration bare_max = 120s;
constexpr Duration cooldown_max = 1h;

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
  note_blocks(key, of_owner, model);
  const auto requests = limit(key, model, of_owner, &policy::LimitSettings::rpm, &policy::LearnedLimits::rpm);
  const auto tokens = limit(key, model, of_owner, &policy::LimitSettings::tpm, &policy::LearnedLimits::tpm);
  booking->minute_known = requests.loosest || tokens.loosest;
  ++of_owner.sent;
  of_owner.minute.push_back(booking);
  if (objection)
    objection = key.config.id + " of " + owner + ", " + model + ": " + *objection;
  return {booking, std::move(objection)};
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
    location_refusal(key, now);
  if (reading.refusal == policy::Refusal::key_invalid) {
    key.may_be_invalid = true;
    when_step_over_.emplace_back([&key] { key.invalid = true; });
  } else if (reading.refusal == policy::Refusal::key_suspect) {
    key.may_cool_until = now + cooldown_max;
    if (key.strikes && ++*key.strikes >= rules_.strikes.failure_threshold) {
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
  auto& lost = lost_[model];
  std::erase_if(lost, [now](const Lost& request) { return request.latest + minute_long + lateness <= now; });
  if (found.crashed_at + minute_long + lateness <= now)
    found.minute_slack = {};
  if (found.learned_at + policy::learned_for <= now)
    found.learned = found.learned_before = {};
  if (const auto day = day_in_los_angeles(now); day != found.day) {
    found.day = day;
    found.sent = found.given_back = found.forgettable = found.forgotten = 0;
    found.day_slack = std::count_if(lost.begin(), lost.end(), [now](const Lost& dead) { return dead.latest >= now; });
    found.block_max = 1;
  }
  return found;
}

} // namespace geminid::sim
