#include "actors/policy/quota.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

namespace geminid::policy {
namespace {

constexpr auto unlimited = std::numeric_limits<std::int64_t>::max();

std::int64_t free_of(const Limit& limit, std::int64_t used) {
  return limit.value ? std::max<std::int64_t>(0, *limit.value - used) : unlimited;
}

struct Use {
  double share = 0;
  double step = 0;
  bool known = false;

  // A limit of zero is used up; it must not divide.
  void count(const Limit& limit, std::int64_t used, std::int64_t per_request) {
    if (!limit.value)
      return;
    const auto of = static_cast<double>(std::max<std::int64_t>(1, *limit.value));
    share = std::max(share, *limit.value <= 0 ? 1.0 : static_cast<double>(used) / of);
    step = std::max(step, static_cast<double>(per_request) / of);
    known = true;
  }
};

// When neither a block nor the day keeps the project from the model; Instant::max() when a limit of none does for good.
Instant rested_at(const Quota& quota, const Limits& limits, Instant now) {
  if ((limits.rpm.value && *limits.rpm.value < 1) || (limits.rpd.value && *limits.rpd.value < 1))
    return Instant::max();
  auto when = now;
  if (const auto& hold = held(quota); hold.kind != Block::none)
    when = std::max(when, hold.until);
  if (free_of(limits.rpd, quota.day.used) < 1)
    when = std::max(when, next_pacific_midnight(now));
  return when;
}

// That may be in the window when one more is to fit.
std::int64_t requests_max(const Limits& limits) {
  return limits.rpm.value ? *limits.rpm.value - 1 : unlimited;
}

// `step` counts from 0; the last is all.
std::int64_t eighth(std::int64_t tokens, std::size_t step) {
  const auto steps = static_cast<std::int64_t>(std::tuple_size_v<decltype(Standing::eighths_ready_at)>);
  const auto number = static_cast<std::int64_t>(step) + 1;
  return tokens / steps * number + tokens % steps * number / steps;
}

void tell_eighths(Standing& standing, const Quota& quota, const Limits& limits, Instant now) {
  auto& when = standing.eighths_ready_at;
  std::array<std::int64_t, std::tuple_size_v<std::remove_reference_t<decltype(when)>>> tokens_max{};
  for (std::size_t step = 0; step < tokens_max.size(); ++step)
    tokens_max[step] = *limits.tpm.value - eighth(*limits.tpm.value, step);
  quota.minute.when_at_most(requests_max(limits), tokens_max, now, when);
  const auto rested = rested_at(quota, limits, now);
  for (auto& instant : when)
    instant = std::max(instant, rested);
}

} // namespace

void advance(Quota& quota, Instant now) {
  advance(static_cast<Counts&>(quota), now);
  for (auto* hold : {&quota.named, &quota.bare, &quota.spending, &quota.missing})
    if (hold->kind != Block::none && hold->until <= now)
      *hold = {};
  if (quota.learned_at + learned_for <= now)
    quota.learned = {};
}

Standing standing(const Quota& quota, const Limits& limits, Instant now) {
  Use use;
  use.count(limits.rpm, quota.minute.requests(), 1);
  use.count(limits.tpm, quota.minute.tokens(), 0);
  use.count(limits.rpd, quota.day.used, 1);

  Standing result;
  result.usage_percent = use.known ? use.share * 100 : 0;
  result.share = use.known ? use.share : static_cast<double>(quota.day.used);
  result.share_step = use.known ? use.step : 1;
  result.tokens_max = limits.tpm.value.value_or(unlimited);
  result.ready_at = ready_at(quota, limits, 1, now);
  if (limits.tpm.value)
    tell_eighths(result, quota, limits, now);
  const auto& hold = held(quota);
  result.block = hold.kind;
  if (hold.kind == Block::none && free_of(limits.rpd, quota.day.used) < 1)
    result.block = Block::exhausted;
  if (hold.kind == Block::none) {
    result.requests_free = std::min(free_of(limits.rpm, quota.minute.requests()), free_of(limits.rpd, quota.day.used));
    result.tokens_free = free_of(limits.tpm, quota.minute.tokens());
  }
  result.next_change = quota.minute.next_change();
  if (hold.kind != Block::none)
    result.next_change = std::min(result.next_change, hold.until);
  if (quota.day.used > 0)
    result.next_change = std::min(result.next_change, next_pacific_midnight(now));
  return result;
}

Standing while_cooling(Standing standing, Instant until, Instant now) {
  if (until <= now)
    return standing;
  standing.requests_free = 0;
  standing.block = Block::cooling;
  standing.ready_at = std::max(standing.ready_at, until);
  standing.next_change = std::min(standing.next_change, until);
  return standing;
}

Instant ready_at(const Quota& quota, const Limits& limits, std::int64_t tokens, Instant now) {
  if (limits.tpm.value && *limits.tpm.value < tokens)
    return Instant::max();
  const auto tokens_max = limits.tpm.value ? *limits.tpm.value - tokens : unlimited;
  return std::max(rested_at(quota, limits, now), quota.minute.when_at_most(requests_max(limits), tokens_max, now));
}

Instant ready_at(const Standing& standing, std::int64_t tokens) {
  if (standing.tokens_max == unlimited || tokens <= 1)
    return standing.ready_at;
  if (tokens > standing.tokens_max)
    return Instant::max();
  std::size_t step = 0;
  while (eighth(standing.tokens_max, step) < tokens)
    ++step;
  return std::max(standing.ready_at, standing.eighths_ready_at[step]);
}

void block(Quota& quota, Hold hold) {
  const bool bare = hold.kind == Block::bare;
  auto& held = bare ? quota.bare : hold.kind == Block::spending ? quota.spending : quota.named;
  if (&held == &quota.named)
    quota.bare = {};
  if (held.kind == Block::none || held.until < hold.until)
    held = std::move(hold);
}

void absorb(Quota& into, const Quota& from) {
  for (const auto& entry : from.minute.entries())
    into.minute.absorb(entry);
  if (from.day.day > into.day.day)
    into.day = {from.day.day, 0, 0};
  if (from.day.day == into.day.day)
    into.day.used += from.day.used;
  if (into.learned_at < from.learned_at) {
    into.learned = from.learned;
    into.learned_at = from.learned_at;
  }
  for (const auto* hold : {&from.named, &from.bare})
    if (hold->kind != Block::none)
      block(into, *hold);
  into.bare_refusals = std::max(into.bare_refusals, from.bare_refusals);
}

const Hold& held(const Quota& quota) {
  return std::max({std::cref(quota.named), std::cref(quota.bare), std::cref(quota.spending), std::cref(quota.missing)},
                  [](const Hold& a, const Hold& b) { return a.until < b.until; });
}

Bar bar(const Quota& quota, const Standing& standing) {
  switch (standing.block) {
  case Block::none:
    return Bar::none;
  case Block::exhausted:
    return Bar::exhausted;
  case Block::unavailable:
    return &held(quota) == &quota.missing ? Bar::missing : Bar::not_in_tier;
  default:
    return Bar::cooling;
  }
}

Duration bare_refusal_pause(Quota& quota) {
  const auto doublings = std::min(quota.bare_refusals++, 2U);
  return Duration{30'000} * (1 << doublings);
}

} // namespace geminid::policy
