// What the books let geminid forget: deaths, crashes, disks that take nothing, requests that come back unused.
#include "tests/sim/books.hpp"
#include "tests/sim/google.hpp"

#include <algorithm>

namespace geminid::sim {

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
    of_owner.block_max = std::max(of_owner.block_max, day_block_of(day.loosest));
  }
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

} // namespace geminid::sim
