// A span's tally as the store keeps it: "stat/<resolution>/<span>", where a resolution is "m", "h" or "d" and a span
// the number of minutes, hours or days since 1970, in order also as text.
#pragma once

#include "actors/policy/tally.hpp"
#include "shared/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace geminid::actors {

/// The spans in which traffic is counted, how many of each are kept, and the finer spans of their points.
struct Resolution {
  std::string_view prefix;
  Duration span;
  std::int64_t kept;
  Duration point;

  [[nodiscard]] std::int64_t index(Instant at) const { return at.time_since_epoch() / span; }
  [[nodiscard]] Instant begin(std::int64_t index) const { return Instant{span * index}; }
  [[nodiscard]] Instant point_of(Instant at) const { return Instant{at.time_since_epoch() / point * point}; }
};

inline constexpr Duration minute_span{60'000};
inline constexpr Duration hour_span{60 * minute_span};
inline constexpr Duration day_span{24 * hour_span};
inline constexpr Resolution by_minute{"stat/m/", minute_span, 24 * 60, minute_span};
inline constexpr Resolution by_hour{"stat/h/", hour_span, 30 * 24, minute_span};
inline constexpr Resolution by_day{"stat/d/", day_span, 366, hour_span};

[[nodiscard]] std::string tally_key(const Resolution& resolution, std::int64_t index);
/// Nothing when the key is none of that resolution's.
[[nodiscard]] std::optional<std::int64_t> tally_index(const Resolution& resolution, std::string_view key);
[[nodiscard]] std::string tally_value(const policy::Tally& tally);
/// What can't be read counts nothing.
[[nodiscard]] policy::Tally tally_from(std::string_view value);

} // namespace geminid::actors
