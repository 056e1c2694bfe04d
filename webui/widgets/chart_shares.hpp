// Parts of a whole: as one bar, or as a ring.
#pragma once

#include "webui/plot/shares.hpp"
#include "webui/widgets/chart_style.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace geminid::webui {

/// What a segment's group is called and looks like, e.g. a state of keys.
struct ShareGroup {
  std::string_view label{};
  ImU32 colour = 0;              // 0: the palette's
  std::string_view value_text{}; // in the legend, e.g. the number of keys
};

/// `segments` from plot::fold_shares, which is worth keeping until the data change; their groups index `groups`.
struct ShareChart {
  std::span<const plot::ShareSegment> segments;
  std::span<const ShareGroup> groups;
  ChartWords words;
  plot::Unit unit = plot::Unit::count;
  plot::ValueText value_text{}; // empty: plot::value_text(unit)
  /// What a segment is called in its tooltip: the name of one thing, or how many there are. Empty: the group's name.
  std::function<std::string(const plot::ShareSegment&)> name_of{};
  std::string_view centre{};       // of a ring, large
  std::string_view centre_label{}; // below it, muted
  bool legend = true;              // else the page has one of its own
};

/// One bar, `height` thick, the legend of the groups below. The index of the segment under the pointer, if any.
std::optional<std::size_t> draw_share_bar(const char* id, float width, float height, const ShareChart& chart,
                                          const ChartStyle& style);
/// A ring at the left, as large as the height allows, and the legend at its right; below it where that is narrow.
std::optional<std::size_t> draw_share_ring(const char* id, ImVec2 size, const ShareChart& chart,
                                           const ChartStyle& style);

} // namespace geminid::webui
