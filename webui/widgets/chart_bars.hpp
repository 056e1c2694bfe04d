// Bars of categories, histograms over a logarithm, and gauges.
#pragma once

#include "webui/widgets/chart_style.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace geminid::webui {

struct CategoryBar {
  std::string_view label{};
  double value = 0;
  ImU32 colour = 0;          // 0: the palette's
  std::string_view detail{}; // beside the value, muted, e.g. a share of the whole
};

/// Label and value above each bar, from the top down, in the order given.
struct CategoryChart {
  std::span<const CategoryBar> bars;
  ChartWords words;
  plot::Unit unit = plot::Unit::count;
  plot::ValueText value_text{}; // empty: plot::value_text(unit)
  bool one_colour = false;      // the palette's first for all
};

/// The height that all of the bars take at most, so that a page can make room; a list that grows needs its own limit.
[[nodiscard]] float category_chart_height(std::size_t bars, const ChartStyle& style);
/// Bars for which there is no room are left out, from the end. The index of the bar under the pointer, if any.
std::optional<std::size_t> draw_category_chart(const char* id, ImVec2 size, const CategoryChart& chart,
                                               const ChartStyle& style);

/// A place on a histogram's axis, e.g. the median.
struct HistogramMark {
  double value = 0;
  std::string_view label{}; // "p50"
};

/// Buckets on a logarithmic axis; bucket i ends at uppers[i], and begins where the one before ends.
struct HistogramChart {
  std::span<const double> uppers; // ascending, above zero
  std::span<const double> counts;
  std::span<const HistogramMark> marks;
  ChartWords words;
  plot::Unit unit = plot::Unit::milliseconds; // of the buckets
  std::string_view count_label{};             // in the tooltip, before the count
  ImU32 colour = 0;
  plot::ValueText value_text{}; // of the buckets; empty: plot::value_text(unit)
  plot::ValueText count_text{}; // empty: plot::value_text(plot::Unit::count)
};

void draw_histogram(const char* id, ImVec2 size, const HistogramChart& chart, const ChartStyle& style);

/// How much of a limit is used.
struct Gauge {
  double value = 0;
  double high = 1;                // full; 0 or less: there is no limit, and the track stays empty
  double warn_at = 0.8;           // of high: from here in the warning's colour, marked on the track
  double danger_at = 1;           // of high: from here in the danger's colour
  std::string_view label{};       // above at the left; both empty: the bar alone
  std::string_view value_label{}; // above at the right, e.g. "812 of 1,000"
  std::string_view summary{};
  ImU32 colour = 0; // below the warning; 0: the palette's first
};

/// `width` of 0: what is left of the content region.
void draw_gauge(float width, const Gauge& gauge, const ChartStyle& style);

} // namespace geminid::webui
