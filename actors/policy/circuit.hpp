// A circuit breaker: closed, everything passes; open, nothing does; half-open, a probe now and then, until one is
// served. What is refused to everybody alike is nobody's fault, and asking on would only burn keys (gemini-wire.md,
// section 7).
#pragma once

#include "shared/time.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::policy {

enum class CircuitState : std::uint8_t { closed, open, half_open };

[[nodiscard]] std::string_view to_string(CircuitState state);

struct CircuitRules {
  Duration open_min; // of the first opening; each further one in a row lasts twice as long
  Duration open_max;
  Duration probe_spacing; // between two probes
};

/// Many bare 429s of one model at once: the egress address or the model itself is throttled.
inline constexpr CircuitRules model_circuit{Duration{15'000}, Duration{60'000}, Duration{5'000}};
/// "You exceeded your spend-based rate limit": a rolling window of ten minutes.
inline constexpr CircuitRules spend_circuit{Duration{600'000}, Duration{600'000}, Duration{30'000}};
/// "User location is not supported": of the egress address and keys without billing.
inline constexpr CircuitRules location_circuit{Duration{900'000}, Duration{3'600'000}, Duration{60'000}};

/// What a circuit that is not closed must remember over a restart.
struct CircuitMemory {
  Instant open_until{};
  std::uint32_t openings = 1; // in a row

  bool operator==(const CircuitMemory&) const = default;
};

class Circuit {
public:
  explicit Circuit(CircuitRules rules) : rules_(rules) {}

  [[nodiscard]] CircuitState state(Instant now) const;
  /// Until when nothing passes: the end of the open state, or the next probe. `now` or earlier: a request may pass.
  [[nodiscard]] Instant shut_until() const { return shut_until_; }
  [[nodiscard]] bool admits(Instant now) const { return shut_until_ <= now; }
  /// When waiting for it may first be worth it: in the half-open state at any moment, by the answer to a probe.
  [[nodiscard]] Instant may_admit_at(Instant now) const { return std::max(open_until_, now); }

  /// A request has passed.
  void sent(Instant now);
  /// It was refused in the way that this circuit is about. True when that opened it.
  bool trip(Instant now);
  void trip_until(Instant until);
  /// Anything was served: closes a half-open circuit. True when that closed it.
  bool served(Instant now);
  void close();

  /// Nothing while it is closed.
  [[nodiscard]] std::optional<CircuitMemory> memory() const;
  /// A clock that was set back meanwhile keeps it open for no longer than an opening lasts.
  void restore(const CircuitMemory& memory, Instant now);

private:
  CircuitRules rules_;
  bool closed_ = true;
  Instant open_until_{};
  Instant shut_until_{};
  std::uint32_t openings_ = 0; // in a row
};

/// Bare refusals of one model, by project.
class BareBurst {
public:
  using Slot = std::uint32_t;

  static constexpr std::size_t projects = 3;
  static constexpr Duration window{10'000};

  /// The slots that were refused, when that makes `projects` different ones within `window`; the count then begins
  /// anew.
  [[nodiscard]] std::vector<Slot> note(std::string_view project, Slot slot, Instant now);

private:
  struct Refused {
    std::string project;
    Slot slot;
    Instant at;
  };
  std::vector<Refused> recent_; // one a project, fewer than `projects`
};

} // namespace geminid::policy
