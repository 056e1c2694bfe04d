// What was used of limits by the minute and by the day: the counting that a project's quota of a model and a user key's
// have in common.
#pragma once

#include "actors/policy/minute_window.hpp"
#include "actors/policy/pacific_day.hpp"
#include "shared/time.hpp"

#include <cstdint>
#include <optional>

namespace geminid::policy {

/// Requests of one Pacific day. `reserved` is what the disk knows: it runs ahead of `used` by blocks, so that a crash
/// can only count too much, never too little.
struct DayCount {
  PacificDay day = 0;
  std::int64_t used = 0;
  std::int64_t reserved = 0;

  bool operator==(const DayCount&) const = default;
};

/// What the disk takes to be used of the minute beyond what it was told, until then: like the day's block, so that not
/// every request is a record of its own.
struct MinuteBlock {
  std::int64_t requests = 0;
  std::int64_t tokens = 0;
  Instant until{};

  bool operator==(const MinuteBlock&) const = default;
};

struct Counts {
  MinuteWindow minute;
  DayCount day;
};

/// What a request took, so that it can be settled later.
struct Reservation {
  Instant at{};
  std::int64_t tokens = 0;
};

/// Lets time pass: a new day begins, the window slides.
void advance(Counts& counts, Instant now);
/// Of counts advanced to `now`.
[[nodiscard]] Reservation reserve(Counts& counts, std::int64_t tokens, Instant now);
/// Replaces the estimate by what upstream counted.
void settle(Counts& counts, const Reservation& reservation, std::int64_t tokens_counted);
/// Gives back what never reached upstream.
void give_back(Counts& counts, const Reservation& reservation);

/// How many requests of the day to reserve on disk at a time: at most 1 % of the limit (INTERFACE.md, Routing), at
/// least 1.
[[nodiscard]] std::int64_t day_block(std::optional<std::int64_t> limit);
/// The same of a minute: beyond the request that asks for it at most 1 % of each limit, and of what is not limited as
/// much as few will miss.
[[nodiscard]] MinuteBlock minute_block(std::optional<std::int64_t> rpm, std::optional<std::int64_t> tpm, Instant now);
/// Of a block that this request was just taken from.
[[nodiscard]] bool used_up(const MinuteBlock& block, Instant now);

} // namespace geminid::policy
