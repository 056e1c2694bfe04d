#include "actors/quota_keeper.hpp"

#include "actors/policy/quota.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace geminid::actors {
namespace {

using nlohmann::json;

/// The record of the block on a whole project; no model has this name.
constexpr auto whole_project = "*";

policy::Block block_kind(policy::Refusal refusal) {
  switch (refusal) {
  case policy::Refusal::day_limit:
    return policy::Block::exhausted;
  case policy::Refusal::not_in_tier:
    return policy::Block::unavailable;
  case policy::Refusal::bare_limit:
    return policy::Block::bare;
  default:
    return policy::Block::cooling;
  }
}

bool blames_spending(policy::Refusal refusal) {
  return refusal == policy::Refusal::spend_limit || refusal == policy::Refusal::credit_empty;
}

bool lacks_model(policy::Refusal refusal) {
  return refusal == policy::Refusal::model_missing || refusal == policy::Refusal::model_closed;
}

void block(policy::Quota& quota, const policy::RefusalReading& reading, Instant now) {
  const auto learn = [&](std::optional<std::int64_t>& known, std::optional<std::int64_t> named) {
    if (!named)
      return;
    known = named;
    quota.learned_at = now;
  };
  learn(quota.learned.rpm, reading.learned.rpm);
  learn(quota.learned.tpm, reading.learned.tpm);
  learn(quota.learned.rpd, reading.learned.rpd);
  const auto until = reading.until ? *reading.until : now + policy::bare_refusal_pause(quota);
  policy::block(quota, {block_kind(reading.refusal), until, reading.reason});
}

} // namespace

std::string QuotaKeeper::record_prefix(std::string_view owner) {
  return "quota/" + std::string{owner} + "/";
}

void QuotaKeeper::restore(const std::vector<StoreEntry>& entries, Instant now) {
  std::vector<StoreEntry> of_models;
  for (const auto& [key, value] : entries) {
    if (!key.starts_with(record_prefix_))
      continue;
    if (auto name = key.substr(record_prefix_.size()); name == whole_project)
      restore_spending(value);
    else
      of_models.push_back({std::move(name), value});
  }
  buckets_.restore(of_models, now);
}

std::optional<policy::Reservation> QuotaKeeper::try_reserve(const std::string& model, std::int64_t tokens,
                                                            const policy::LimitSettings& of_key,
                                                            const policy::LimitSettings& of_model, Instant now) {
  auto& of_bucket = quota(model, now);
  const auto limits = policy::effective(of_key, of_model, of_bucket.learned);
  const auto standing = policy::standing(of_bucket, limits, now);
  if (standing.requests_free < 1 || standing.tokens_free < tokens)
    return std::nullopt;
  const auto reservation = policy::reserve(of_bucket, tokens, now);
  spending_.sent(now);
  buckets_.of(model).journal.extend(limits.rpd.value);
  if (limits.rpm.value || limits.tpm.value)
    buckets_.note_minute(model, tokens, limits, now);
  return reservation;
}

bool QuotaKeeper::covered(const std::string& model) const {
  return buckets_.of(model).journal.covered();
}

void QuotaKeeper::when_covered(const std::string& model, std::function<void(bool)> done) {
  buckets_.of(model).journal.when_covered(std::move(done));
}

bool QuotaKeeper::settle(const LeaseOutcome& outcome, Instant now) {
  using Kind = LeaseOutcome::Kind;
  auto& of_bucket = quota(outcome.model, now);
  if (outcome.kind == Kind::unused) {
    policy::give_back(of_bucket, outcome.reservation);
    return false;
  }
  if (outcome.prompt_tokens) {
    policy::settle(of_bucket, outcome.reservation, *outcome.prompt_tokens);
    buckets_.note_tokens(outcome.model, *outcome.prompt_tokens - outcome.reservation.tokens);
  }
  if (outcome.kind == Kind::served) {
    of_bucket.bare_refusals = 0;
    const bool closed = spending_.served(now);
    if (closed)
      spending_allowed();
    return closed;
  }
  if (outcome.kind != Kind::refused || !policy::blames_quota(outcome.reading.refusal))
    return false;
  if (blames_spending(outcome.reading.refusal)) {
    spending_refused(outcome.reading);
    return true;
  }
  refused(outcome.model, outcome.reading, now);
  return false;
}

void QuotaKeeper::refused(const std::string& model, const policy::RefusalReading& reading, Instant now) {
  if (lacks_model(reading.refusal)) {
    buckets_.lacks(model, {policy::Block::unavailable, *reading.until, reading.reason});
  } else {
    if (!reading.family.empty())
      buckets_.join(model, reading.family);
    block(quota(model, now), reading, now);
  }
  buckets_.remember(model);
}

void QuotaKeeper::restore_spending(const std::string& text) {
  const auto record = json::parse(text, nullptr, false);
  if (!record.is_object())
    return;
  spending_.trip_until(Instant{Duration{record.value("blocked_until", std::int64_t{0})}});
  spending_reason_ = record.value("block_reason", "");
}

void QuotaKeeper::spending_refused(const policy::RefusalReading& reading) {
  spending_.trip_until(std::max(spending_.shut_until(), *reading.until));
  spending_reason_ = reading.reason;
  const json value{{"v", 1},
                   {"blocked_until", spending_.shut_until().time_since_epoch().count()},
                   {"block_reason", spending_reason_}};
  persist_({{record_prefix_ + whole_project, value.dump()}}, [](bool) {});
}

void QuotaKeeper::spending_allowed() {
  spending_.close();
  persist_({{record_prefix_ + whole_project, std::nullopt}}, [](bool) {});
}

void QuotaKeeper::forgive(const std::string& model, Instant now) {
  auto& of_bucket = quota(model, now);
  if (of_bucket.bare.kind == policy::Block::none)
    return;
  of_bucket.bare_refusals = 0;
  of_bucket.bare = {};
  buckets_.remember(model);
}

void QuotaKeeper::reset(Instant now) {
  spending_allowed();
  buckets_.lift_holds(now);
}

policy::Standing QuotaKeeper::standing(const std::string& model, const policy::LimitSettings& of_key,
                                       const policy::LimitSettings& of_model, Instant now) {
  if (!knows(model)) {
    policy::Quota untouched;
    apply_spending(untouched, now);
    return policy::standing(untouched, policy::effective(of_key, of_model, {}), now);
  }
  const auto& of_bucket = quota(model, now);
  return policy::standing(of_bucket, policy::effective(of_key, of_model, of_bucket.learned), now);
}

ModelUse QuotaKeeper::use(const std::string& model, const policy::LimitSettings& of_key,
                          const policy::LimitSettings& of_model, Instant now) {
  const auto& of_bucket = quota(model, now);
  const auto limits = policy::effective(of_key, of_model, of_bucket.learned);
  const auto standing = policy::standing(of_bucket, limits, now);
  const auto& hold = policy::held(of_bucket);
  ModelUse use{model,
               {of_bucket.minute.requests(), limits.rpm},
               {of_bucket.minute.tokens(), limits.tpm},
               {of_bucket.day.used, limits.rpd},
               KeyState::healthy,
               std::nullopt,
               hold.reason,
               std::nullopt,
               buckets_.counted_with(model)};
  if (!of_bucket.minute.empty())
    use.minute_frees_at = of_bucket.minute.next_change();
  if (standing.block == policy::Block::none) {
    if (const auto trickle = spending(now)) { // half-open: a request now and then
      use.state = KeyState::cooling_down;
      use.bar = policy::Bar::cooling;
      use.until = trickle->until;
      use.reason = trickle->reason;
    }
    return use;
  }
  const bool of_the_day = standing.block == policy::Block::exhausted || standing.block == policy::Block::unavailable;
  use.state = of_the_day ? KeyState::exhausted : KeyState::cooling_down;
  use.bar = policy::bar(of_bucket, standing);
  use.until = hold.kind == policy::Block::none ? policy::next_pacific_midnight(now) : hold.until;
  if (use.reason.empty())
    use.reason = "the day's limit is used up";
  return use;
}

std::optional<SpendingCircuit> QuotaKeeper::spending(Instant now) const {
  const auto state = spending_.state(now);
  if (state == policy::CircuitState::closed)
    return std::nullopt;
  return SpendingCircuit{state, spending_.shut_until(), spending_reason_};
}

policy::Quota& QuotaKeeper::quota(const std::string& model, Instant now) {
  auto& of_bucket = buckets_.of(model, now).quota;
  apply_spending(of_bucket, now);
  return of_bucket;
}

void QuotaKeeper::apply_spending(policy::Quota& quota, Instant now) const {
  if (spending_.admits(now))
    quota.spending = {};
  else
    quota.spending = {policy::Block::spending, spending_.shut_until(), spending_reason_};
}

} // namespace geminid::actors
