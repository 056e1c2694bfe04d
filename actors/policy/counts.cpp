#include "actors/policy/counts.hpp"

#include <algorithm>

namespace geminid::policy {
namespace {

/// Without a known limit a count is only a statistic, and the disk is asked seldom.
constexpr std::int64_t block_without_limit = 64;
constexpr std::int64_t tokens_block_without_limit = 64'000;
/// What is left of a minute's block is not missed for long after a crash.
constexpr Duration block_lasts{5'000};

} // namespace

void advance(Counts& counts, Instant now) {
  counts.minute.expire(now);
  if (const auto today = pacific_day(now); today > counts.day.day)
    counts.day = {today, 0, 0};
}

Reservation reserve(Counts& counts, std::int64_t tokens, Instant now) {
  counts.minute.add(now, tokens);
  ++counts.day.used;
  return {now, tokens};
}

void settle(Counts& counts, const Reservation& reservation, std::int64_t tokens_counted) {
  counts.minute.adjust_tokens(reservation.at, tokens_counted - reservation.tokens);
}

void give_back(Counts& counts, const Reservation& reservation) {
  counts.minute.remove(reservation.at, reservation.tokens);
  if (pacific_day(reservation.at) == counts.day.day && counts.day.used > 0)
    --counts.day.used;
}

std::int64_t day_block(std::optional<std::int64_t> limit) {
  return limit ? std::max<std::int64_t>(1, *limit / 100) : block_without_limit;
}

MinuteBlock minute_block(std::optional<std::int64_t> rpm, std::optional<std::int64_t> tpm, Instant now) {
  return {rpm ? *rpm / 100 : block_without_limit, tpm ? *tpm / 100 : tokens_block_without_limit, now + block_lasts};
}

bool used_up(const MinuteBlock& block, Instant now) {
  return block.requests < 0 || block.tokens < 0 || block.until <= now;
}

} // namespace geminid::policy
