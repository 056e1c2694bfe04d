#include "actors/quota_keeper.hpp"

#include "actors/policy/quota.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace geminid::actors {
namespace {

using nlohmann::json;

std::optional<std::int64_t> positive(const json& record, const char* name) {
  const auto found = record.find(name);
  if (found == record.end() || !found->is_number_integer())
    return std::nullopt;
  return found->get<std::int64_t>();
}

/// The record of the block on a whole project; no model has this name.
constexpr auto whole_project = "*";
/// Clients name models; what they can make grow ends here.
constexpr std::size_t models_max = 512;

policy::Block block_kind(policy::Refusal refusal) {
  switch (refusal) {
  case policy::Refusal::day_limit:
    return policy::Block::exhausted;
  case policy::Refusal::model_missing:
  case policy::Refusal::model_closed:
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

} // namespace

std::string QuotaKeeper::record_prefix(std::string_view owner) {
  return "quota/" + std::string{owner} + "/";
}

void QuotaKeeper::restore(const std::vector<StoreEntry>& entries, Instant now) {
  const auto prefix = record_prefix(owner_);
  for (const auto& stored : entries) {
    const auto record = json::parse(stored.value, nullptr, false);
    if (!stored.key.starts_with(prefix) || !record.is_object())
      continue;
    const auto model = stored.key.substr(prefix.size());
    if (model == whole_project) {
      spending_.trip_until(Instant{Duration{record.value("blocked_until", std::int64_t{0})}});
      spending_reason_ = record.value("block_reason", "");
      continue;
    }
    auto& quota = place(model).quota;
    quota.day.day = static_cast<policy::PacificDay>(record.value("day", 0));
    quota.day.reserved = quota.day.used = record.value("reserved", std::int64_t{0});
    quota.learned = {positive(record, "learned_rpm"), positive(record, "learned_tpm"), positive(record, "learned_rpd")};
    quota.learned_at = Instant{Duration{record.value("learned_at", now.time_since_epoch().count())}};
    policy::block(quota, {static_cast<policy::Block>(record.value("block", 0)),
                          Instant{Duration{record.value("blocked_until", std::int64_t{0})}},
                          record.value("block_reason", "")});
    policy::advance(quota, now);
  }
}

std::optional<policy::Reservation> QuotaKeeper::try_reserve(const std::string& model, std::int64_t tokens,
                                                            const policy::LimitSettings& of_key,
                                                            const policy::LimitSettings& of_model, Instant now) {
  auto& e = entry(model, now);
  const auto limits = policy::effective(of_key, of_model, e.quota.learned);
  const auto standing = policy::standing(e.quota, limits, now);
  if (standing.requests_free < 1 || standing.tokens_free < tokens)
    return std::nullopt;
  const auto reservation = policy::reserve(e.quota, tokens, now);
  spending_.sent(now);
  e.journal.extend(limits.rpd.value);
  return reservation;
}

bool QuotaKeeper::covered(const std::string& model) const {
  return entries_.at(model).journal.covered();
}

void QuotaKeeper::when_covered(const std::string& model, std::function<void(bool)> done) {
  entries_.at(model).journal.when_covered(std::move(done));
}

bool QuotaKeeper::settle(const LeaseOutcome& outcome, Instant now) {
  using Kind = LeaseOutcome::Kind;
  auto& e = entry(outcome.model, now);
  auto& quota = e.quota;
  if (outcome.kind == Kind::unused) {
    policy::give_back(quota, outcome.reservation);
    return false;
  }
  if (outcome.prompt_tokens)
    policy::settle(quota, outcome.reservation, *outcome.prompt_tokens);
  if (outcome.kind == Kind::served) {
    quota.bare_refusals = 0;
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
  block_quota(e, outcome.reading, now);
  remember(outcome.model, e);
  return false;
}

void QuotaKeeper::spending_refused(const policy::RefusalReading& reading) {
  spending_.trip_until(std::max(spending_.shut_until(), *reading.until));
  spending_reason_ = reading.reason;
  const json value{{"v", 1},
                   {"blocked_until", spending_.shut_until().time_since_epoch().count()},
                   {"block_reason", spending_reason_}};
  persist_({{record_prefix(owner_) + whole_project, value.dump()}}, [](bool) {});
}

void QuotaKeeper::spending_allowed() {
  spending_.close();
  persist_({{record_prefix(owner_) + whole_project, std::nullopt}}, [](bool) {});
}

void QuotaKeeper::forgive(const std::string& model, Instant now) {
  auto& e = entry(model, now);
  if (e.quota.bare.kind == policy::Block::none)
    return;
  e.quota.bare_refusals = 0;
  e.quota.bare = {};
  remember(model, e);
}

void QuotaKeeper::block_quota(Entry& e, const policy::RefusalReading& reading, Instant now) {
  const auto learn = [&](std::optional<std::int64_t>& known, std::optional<std::int64_t> named) {
    if (!named)
      return;
    known = named;
    e.quota.learned_at = now;
  };
  learn(e.quota.learned.rpm, reading.learned.rpm);
  learn(e.quota.learned.tpm, reading.learned.tpm);
  learn(e.quota.learned.rpd, reading.learned.rpd);
  const auto until = reading.until ? *reading.until : now + policy::bare_refusal_pause(e.quota);
  policy::block(e.quota, {block_kind(reading.refusal), until, reading.reason});
}

void QuotaKeeper::reset(Instant now) {
  spending_allowed();
  for (auto& [model, e] : entries_) {
    policy::advance(e.quota, now);
    e.quota.named = e.quota.bare = {};
    remember(model, e);
  }
}

policy::Standing QuotaKeeper::standing(const std::string& model, const policy::LimitSettings& of_key,
                                       const policy::LimitSettings& of_model, Instant now) {
  if (!entries_.contains(model)) {
    policy::Quota untouched;
    apply_spending(untouched, now);
    return policy::standing(untouched, policy::effective(of_key, of_model, {}), now);
  }
  const auto& quota = entry(model, now).quota;
  return policy::standing(quota, policy::effective(of_key, of_model, quota.learned), now);
}

ModelUse QuotaKeeper::use(const std::string& model, const policy::LimitSettings& of_key,
                          const policy::LimitSettings& of_model, Instant now) {
  auto& quota = entry(model, now).quota;
  const auto limits = policy::effective(of_key, of_model, quota.learned);
  const auto standing = policy::standing(quota, limits, now);
  const auto& hold = policy::held(quota);
  ModelUse use{model,
               {quota.minute.requests(), limits.rpm},
               {quota.minute.tokens(), limits.tpm},
               {quota.day.used, limits.rpd},
               KeyState::healthy,
               std::nullopt,
               hold.reason};
  if (standing.block == policy::Block::none) {
    if (const auto trickle = spending(now)) { // half-open: a request now and then
      use.state = KeyState::cooling_down;
      use.until = trickle->until;
      use.reason = trickle->reason;
    }
    return use;
  }
  const bool of_the_day = standing.block == policy::Block::exhausted || standing.block == policy::Block::unavailable;
  use.state = of_the_day ? KeyState::exhausted : KeyState::cooling_down;
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

std::vector<std::string> QuotaKeeper::models() const {
  std::vector<std::string> names;
  for (const auto& [model, e] : entries_)
    names.push_back(model);
  return names;
}

std::vector<StoreWrite> QuotaKeeper::erasure() const {
  std::vector<StoreWrite> writes;
  writes.push_back({record_prefix(owner_) + whole_project, std::nullopt});
  for (const auto& [model, e] : entries_)
    writes.push_back({record_prefix(owner_) + model, std::nullopt});
  return writes;
}

std::vector<StoreWrite> QuotaKeeper::final_records() {
  std::vector<StoreWrite> writes;
  for (auto& [model, e] : entries_)
    writes.push_back(record(model, e.quota, e.journal.close()));
  return writes;
}

QuotaKeeper::Entry& QuotaKeeper::entry(const std::string& model, Instant now) {
  if (entries_.size() >= models_max && !entries_.contains(model))
    forget_idle();
  auto& e = place(model);
  policy::advance(e.quota, now);
  apply_spending(e.quota, now);
  return e;
}

QuotaKeeper::Entry& QuotaKeeper::place(const std::string& model) {
  if (const auto found = entries_.find(model); found != entries_.end())
    return found->second;
  const auto write = [this, model](std::int64_t reserved, DayJournal::Done done) {
    persist_({record(model, entries_.at(model).quota, reserved)}, std::move(done));
  };
  return entries_.try_emplace(model, write).first->second;
}

void QuotaKeeper::forget_idle() {
  std::erase_if(entries_, [](const auto& named) {
    const auto& e = named.second;
    const bool unavailable = e.quota.named.kind == policy::Block::unavailable;
    return !e.journal.writing() && (unavailable || (e.quota.minute.empty() && e.quota.day.used == 0 &&
                                                    policy::held(e.quota).kind == policy::Block::none));
  });
}

void QuotaKeeper::apply_spending(policy::Quota& quota, Instant now) const {
  if (spending_.admits(now))
    quota.spending = {};
  else
    quota.spending = {policy::Block::spending, spending_.shut_until(), spending_reason_};
}

StoreWrite QuotaKeeper::record(const std::string& model, const policy::Quota& quota, std::int64_t reserved) const {
  json value{{"v", 1}, {"day", quota.day.day}, {"reserved", reserved}};
  if (quota.learned.rpm)
    value["learned_rpm"] = *quota.learned.rpm;
  if (quota.learned.tpm)
    value["learned_tpm"] = *quota.learned.tpm;
  if (quota.learned.rpd)
    value["learned_rpd"] = *quota.learned.rpd;
  if (quota.learned != policy::LearnedLimits{})
    value["learned_at"] = quota.learned_at.time_since_epoch().count();
  // The project's spending has a record of its own.
  if (const auto& hold = quota.named.kind == policy::Block::none ? quota.bare : quota.named;
      hold.kind != policy::Block::none) {
    value["block"] = static_cast<int>(hold.kind);
    value["blocked_until"] = hold.until.time_since_epoch().count();
    value["block_reason"] = hold.reason;
  }
  return {record_prefix(owner_) + model, value.dump()};
}

void QuotaKeeper::remember(const std::string& model, Entry& e) {
  persist_({record(model, e.quota, e.journal.promise())}, [](bool) {});
}

} // namespace geminid::actors
