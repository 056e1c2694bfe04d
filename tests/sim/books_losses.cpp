// What the books let geminid forget: deaths, crashes, disks that take nothing, requests that come back unused.
#include "tests/sim/books.hpp"
#include "tests/sim/google.hpp"

#include <algorithm>

namespace geminid::sim {
namespace {

/// When geminid asks the disk again that refused to take a circuit's record.
constexpr Duration rewritten_after{1'000};

/// How much is reserved on disk at a time.
std::int64_t block_of(const std::optional<std::int64_t>& limit, std::int64_t without_limit) {
  return limit ? *limit / 100 : without_limit;
}

} // namespace

void Books::note_blocks(const Key& key, Account& account, const std::string& model) const {
  const auto widen = [&](std::int64_t& block, PickSetting setting, Pick learned, std::int64_t without_limit) {
    block = std::max(block, block_of(limit(key, model, account, setting, learned).loosest, without_limit));
  };
  widen(account.block_max, &policy::LimitSettings::rpd, &policy::LearnedLimits::rpd, 64);
  widen(account.minute_block_max.requests, &policy::LimitSettings::rpm, &policy::LearnedLimits::rpm, 64);
  widen(account.minute_block_max.tokens, &policy::LimitSettings::tpm, &policy::LearnedLimits::tpm, 64'000);
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
  for (const auto& [id, of_owner] : owners_)
    ++account(id, model, now).day_slack;
  lost_[model].push_back({std::max(now, latest), estimate});
  for (const auto& [secret, key] : keys_) // and have reserved a block for it
    note_blocks(key, account(owner(key.config), model, now), model);
}

void Books::owner_died(const std::string& owner, Instant now) {
  const auto forget = [this, owner, now] {
    open_accounts(owner, now);
    for (auto& [model, of_model] : owners_[owner].models) {
      auto& of_owner = account(owner, model, now);
      lose_blocks(of_owner, model, now);
      lose_last(of_owner);
    }
  };
  forget();
  when_step_over_.emplace_back(forget); // with what it granted in this step before it died
}

// Of models that only requests have used which nobody heard of again.
void Books::open_accounts(const std::string& owner, Instant now) {
  for (const auto& [model, dead] : lost_) {
    if (dead.empty())
      continue;
    auto& of_model = account(owner, model, now);
    for (const auto& [secret, key] : keys_)
      if (Books::owner(key.config) == owner)
        note_blocks(key, of_model, model);
  }
}

void Books::key_died(const std::string& secret, Instant now) {
  auto& key = keys_.at(secret);
  key.strikes.reset();
  key.must_be_banned_until = {}; // its successor tries again
  loss_in_step_ = step_;
  loss_at_ = now;
  owner_died(key.config_before.id, now);
}

void Books::disk_failed(Instant now) {
  loss_in_step_ = step_;
  disk_failed_at_ = now;
  when_step_over_.emplace_back([this] {
    for (auto& [owner, of_owner] : owners_)
      for (auto& [model, of_model] : of_owner.models)
        lose_last(of_model);
  });
}

void Books::lose_blocks(Account& account, const std::string& model, Instant reborn) {
  account.day_slack += account.block_max + account.given_back;
  account.minute_slack.requests += account.minute_block_max.requests;
  account.minute_slack.tokens += account.minute_block_max.tokens;
  account.forgotten = account.forgettable;
  for (const auto& dead : lost_[model]) {
    ++account.minute_slack.requests;
    account.minute_slack.tokens += dead.tokens;
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
  for (const auto& [secret, key] : keys_)
    open_accounts(owner(key.config), now);
  for (auto& [owner, of_owner] : owners_) {
    for (auto& [model, of_model] : of_owner.models) {
      if (gracefully)
        continue;
      auto& of_account = account(owner, model, now);
      lose_blocks(of_account, model, start);
      lose_last(of_account);
    }
  }
  if (disk_failed_at_ + rewritten_after >= now)
    circuits_may_come_back(start);
  loss_in_step_ = gracefully ? loss_in_step_ : step_;
  loss_at_ = start; // the refusals before it are not counted together with those after it
  for (auto& [secret, key] : keys_) {
    key.strikes = 0;
    key.must_be_banned_until = {}; // the address may be another one
  }
}

} // namespace geminid::sim
