// Charts as SVG text, coloured by the page's style sheet. Pure.
#pragma once

#include "webui/plot/text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace geminid::load {

struct ChartTick {
  double at = 0;
  std::string text;
};

struct ChartLine {
  std::string name;
  std::vector<double> values; // one for each x; webui::plot::gap where there is none
};

struct LineChart {
  std::string title;
  webui::plot::Unit unit = webui::plot::Unit::number;
  std::vector<double> xs; // ascending
  std::vector<ChartTick> x_ticks;
  std::vector<ChartLine> lines; // at most 4
};

/// Values from 0 up over x. Points that one can hover over tell their values.
[[nodiscard]] std::string svg_lines(const LineChart& chart);

struct BarChart {
  std::string title;
  std::vector<double> values;
  std::vector<std::string> names; // of the bars, told when one hovers over them
};

[[nodiscard]] std::string svg_bars(const BarChart& chart);

/// Ticks at round times from 0 on, "30 s".
[[nodiscard]] std::vector<ChartTick> second_ticks(double seconds);

/// For text and attributes.
[[nodiscard]] std::string html_escaped(std::string_view text);

} // namespace geminid::load
