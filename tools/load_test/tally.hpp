// What came out, counted. Each thread counts for itself; the counts are added up at the end.
#pragma once

#include "tools/load_test/histogram.hpp"
#include "tools/load_test/surface.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace geminid::load {

/// How one request went.
struct Outcome {
  std::size_t kind = 0;
  bool cancelled = false; // the run ended before it: neither served nor failed
  /// Empty: served, and as expected where that was asked for. Else in few words, of which there are few: "http 429".
  std::string error;
  std::string detail;                         // what else is known of an error
  int status = 0;                             // 0: no answer
  std::chrono::nanoseconds late{0};           // sent so long after it was due
  std::chrono::nanoseconds first_byte{0};     // since it was due
  std::chrono::nanoseconds total{0};          // since it was due
  std::vector<std::chrono::nanoseconds> gaps; // between the events of a stream
  std::uint64_t events = 0;
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  Tokens tokens;
  bool other_model = false;        // x-geminid-model named one that was not asked for
  bool told_when_to_retry = false; // Retry-After
};

struct ErrorCount {
  std::uint64_t count = 0;
  std::string example; // detail of the first
};

struct KindTally {
  std::uint64_t served = 0;
  std::uint64_t failed = 0;
  Histogram first_byte;
  Histogram total;
};

/// Latencies are of served requests only: a refusal is quick, and would make them look better.
struct Tally {
  Tally() = default;
  explicit Tally(std::size_t kinds_count) : kinds(kinds_count) {}

  void add(const Outcome& outcome);
  Tally& operator+=(const Tally& other);
  [[nodiscard]] std::uint64_t finished() const { return served + failed; }

  std::uint64_t served = 0;
  std::uint64_t failed = 0;
  std::uint64_t cancelled = 0;
  /// Requests that were served or failed between the end of the warm-up and the end of the load, whenever they were
  /// due: what a rate is made of, since neither long answers at both ends nor a single late one distort it.
  std::uint64_t in_window = 0;
  Histogram late;
  Histogram first_byte;
  Histogram between_events;
  Histogram total;
  std::uint64_t streams = 0;
  std::uint64_t events = 0;
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  Tokens tokens;
  std::uint64_t other_model = 0;
  std::uint64_t told_when_to_retry = 0;
  std::map<std::string, ErrorCount> errors; // bounded
  std::map<int, std::uint64_t> statuses;
  std::vector<KindTally> kinds;
};

/// What is told while the run goes on.
struct Interval {
  std::uint64_t served = 0;
  std::uint64_t failed = 0;
  std::uint64_t in_flight = 0;
  Histogram total;

  Interval& operator+=(const Interval& other);
};

} // namespace geminid::load
