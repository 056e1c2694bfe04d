// How often something happened lately, in spans of two minutes over an hour. Its size is fixed.
#pragma once

#include "shared/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace geminid::policy {

class Activity {
public:
  static constexpr std::size_t spans = 30;
  /// Spans begin at its multiples since the epoch, so that those of many keys are the same.
  static constexpr Duration span_length{120'000};
  /// A count stays at its greatest value.
  using Counts = std::array<std::uint16_t, spans>;

  /// A moment before what was noted last counts with the newest span.
  void note(Instant now);
  /// The oldest first; the last is the span that `now` is in, and has not ended.
  [[nodiscard]] Counts counts(Instant now) const;

private:
  Counts counts_{};         // by the number of the span, modulo
  std::int64_t newest_ = 0; // number of the newest span in which something was noted
};

} // namespace geminid::policy
