// What a load test does: how much load, and of which requests. Read from a JSON document (docs/LOAD_TEST.md).
#pragma once

#include "shared/result.hpp"
#include "tools/load_test/schedule.hpp"
#include "tools/load_test/surface.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace geminid::load {

/// Closed: each connection sends its next request when the last one is answered. Open: requests come at their own
/// moments, whether or not the earlier ones are answered, as those of many independent users do.
enum class Loop { closed, open };

/// What `--verify` holds an answer against. `echo`: the simulator's answer to what was sent. `answer`: any text.
enum class Expected { echo, answer };

struct SizeRange {
  std::size_t min = 0;
  std::size_t max = 0;

  bool operator==(const SizeRange&) const = default;
};

/// One line of the mix.
struct RequestKind {
  std::string name;
  double weight = 1;
  const Surface* surface = nullptr; // never null once parsed
  std::string model;
  bool stream = false;
  /// Of the whole request; what its last message does not need is an earlier conversation.
  SizeRange body_bytes{1024, 1024};
  /// Of the last message, and so of the simulator's answer.
  SizeRange answer_bytes{64, 64};
  std::optional<std::int64_t> max_tokens = {};
  /// Told to the simulator in the message.
  std::optional<std::int64_t> chunks = {};
  std::optional<std::int64_t> pace_ms = {};
};

struct Scenario {
  std::string name = "load test";
  std::string url;

  Loop loop = Loop::closed;
  std::vector<Stage> stages; // levels are connections or requests a second
  Arrivals arrivals = Arrivals::constant;
  std::optional<std::int64_t> requests_max = {};
  /// Requests that are due before this are not counted.
  Seconds warm_up{0};
  /// What is still unanswered so long after the last request was due is given up.
  Seconds drain{30};
  std::int64_t in_flight_max = 10'000; // open loop; later requests wait, which is part of their latency

  std::uint64_t seed = 1;
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds first_byte_timeout{600'000};
  std::chrono::milliseconds idle_timeout{600'000};
  Expected expected = Expected::echo;
  std::vector<RequestKind> kinds;

  /// The greatest level of any stage.
  [[nodiscard]] double peak() const;
};

inline constexpr std::size_t kinds_max = 64;
inline constexpr std::size_t body_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t answer_bytes_max = 200'000;
inline constexpr std::int64_t connections_max = 50'000;
inline constexpr std::int64_t rate_max = 1'000'000;

/// The error names the field and what was expected.
[[nodiscard]] Result<Scenario> parse_scenario(const nlohmann::json& document);

} // namespace geminid::load
