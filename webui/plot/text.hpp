// Numbers and times as short as a chart needs them, in no language: a page may pass functions of its own instead.
#pragma once

#include "webui/plot/axis.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace geminid::webui::plot {

/// `step` is the distance between two ticks, so that neighbours get as many decimals; 0 for a value by itself.
using ValueText = std::function<std::string(double value, double step)>;
using TimeText = std::function<std::string(std::int64_t at_ms, TimeDetail detail)>;

enum class Unit : std::uint8_t {
  count,        // whole things
  number,       // anything, e.g. requests per second
  share,        // 0 to 1, shown as percent
  milliseconds, // shown as ms, s or min
  bytes,
};

struct Magnitude {
  double size;
  std::string_view suffix;
};

inline constexpr std::array thousands{Magnitude{1e3, "k"}, Magnitude{1e6, "M"}, Magnitude{1e9, "B"},
                                      Magnitude{1e12, "T"}};
inline constexpr std::array myriads{Magnitude{1e4, "\u4e07"}, Magnitude{1e8, "\u4ebf"}};

/// "950", "1.2k", "3.4M". A gap is "–".
[[nodiscard]] std::string compact_number(double value, double step = 0,
                                         std::span<const Magnitude> magnitudes = thousands);
/// "250 ms", "1.2 s", "12 min"
[[nodiscard]] std::string compact_duration(double ms, double step = 0);
/// "12.3%", of 0 to 1
[[nodiscard]] std::string percent(double share, double step = 0);
/// "1.2 MB"
[[nodiscard]] std::string compact_bytes(double bytes, double step = 0);
[[nodiscard]] ValueText value_text(Unit unit, std::span<const Magnitude> magnitudes = thousands);

/// In local time: see TimeDetail.
[[nodiscard]] std::string time_text(std::int64_t at_ms, TimeDetail detail, int zone_offset_min);
/// How exactly to tell the moment of a point, when points are so far apart.
[[nodiscard]] TimeDetail detail_of_step(std::int64_t step_ms);

} // namespace geminid::webui::plot
