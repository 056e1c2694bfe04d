// What is counted of the traffic in one span of time. Pure.
#pragma once

#include "actors/policy/latency_histogram.hpp"
#include "shared/log_dto.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace geminid::policy {

/// Of client requests; of a key: of its attempts.
struct Counters {
  std::int64_t requests = 0;
  std::int64_t failures = 0;
  std::int64_t attempts = 0;
  std::int64_t prompt_tokens = 0;
  std::int64_t completion_tokens = 0; // with thinking
  std::int64_t thinking_tokens = 0;
  std::int64_t cached_tokens = 0;
  std::int64_t cost = 0; // estimated, nano-dollars; of models with a price

  Counters& operator+=(const Counters& other);
  bool operator==(const Counters&) const = default;
};

using CountersByName = std::map<std::string, Counters, std::less<>>;

/// Clients choose some of the names: what is over this many is counted together under the empty name, so that every sum
/// stays exact.
inline constexpr std::size_t tally_names_max = 500;

struct Tally {
  Counters total;
  CountersByName keys; // by id
  CountersByName models;
  CountersByName users; // by id; those whom nobody knows are in no row
  CountersByName surfaces;
  std::map<std::string, std::int64_t, std::less<>> errors; // failed and refused requests by code
  LatencyHistogram first_byte;
  LatencyHistogram latency;
  /// The total again, by when the requests ended, in finer spans (those of a day by hour): what a chart shows.
  std::map<Instant, Counters> points;

  /// One client request has ended, in the span of `points` that begins at `point`.
  void add(const dto::LogRecord& record, Instant point);
  Tally& operator+=(const Tally& other);
  bool operator==(const Tally&) const = default;
};

} // namespace geminid::policy
