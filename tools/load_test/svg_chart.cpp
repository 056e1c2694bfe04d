#include "tools/load_test/svg_chart.hpp"

#include "webui/plot/axis.hpp"
#include "webui/plot/series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace geminid::load {
namespace {

namespace plot = webui::plot;
using Out = std::back_insert_iterator<std::string>;

// In the units of the viewBox.
constexpr double width = 720;
constexpr double height = 230;
constexpr double left = 64;
constexpr double right = 24;
constexpr double top = 34;
constexpr double bottom = 24;
constexpr double plot_width = width - left - right;
constexpr double plot_height = height - top - bottom;
constexpr std::size_t columns_max = 180;

double x_of(const std::vector<double>& xs, double x) {
  const double span = xs.empty() ? 0 : xs.back() - xs.front();
  return left + (span > 0 ? (x - xs.front()) / span : 0.5) * plot_width;
}

double y_of(const plot::Range& range, double value) {
  return top + (1 - plot::position(range, value)) * plot_height;
}

void open_chart(Out out, std::string_view title) {
  fmt::format_to(out,
                 "<figure><svg viewBox=\"0 0 {0} {1}\" role=\"img\" aria-label=\"{2}\">"
                 "<text x=\"0\" y=\"14\" class=\"title\">{2}</text>",
                 width, height, html_escaped(title));
}

void close_chart(Out out) {
  fmt::format_to(out, "</svg></figure>\n");
}

void add_value_axis(Out out, const plot::ValueAxis& axis, const plot::ValueText& text) {
  for (const auto tick : axis.ticks) {
    const double y = y_of(axis.range, tick);
    fmt::format_to(out, "<path class=\"grid\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>", left, y, width - right);
    fmt::format_to(out, "<text class=\"tick\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>", left - 6, y + 4,
                   html_escaped(text(tick, axis.step)));
  }
}

plot::ValueAxis axis_of(const std::vector<ChartLine>& lines, bool whole) {
  plot::Range range{0, 0};
  for (const auto& line : lines)
    if (const auto values = plot::extent(line.values))
      range.high = std::max(range.high, values->high);
  return plot::value_axis(range, {.steps_max = 4, .whole = whole});
}

// Where there are more points than columns, a column shows its highest: a chart of latencies must not lose a peak.
std::vector<std::size_t> shown_points(const LineChart& chart, const ChartLine& line) {
  const auto count = std::min(chart.xs.size(), line.values.size());
  const auto step = std::max<std::size_t>(1, (count + columns_max - 1) / columns_max);
  std::vector<std::size_t> shown;
  for (std::size_t first = 0; first < count; first += step) {
    auto highest = first;
    for (auto i = first; i < std::min(first + step, count); ++i)
      if (!plot::has_value(line.values[highest]) || line.values[i] > line.values[highest])
        highest = i;
    shown.push_back(highest);
  }
  return shown;
}

void add_line(Out out, const LineChart& chart, std::size_t index, const plot::ValueAxis& axis,
              const plot::ValueText& text) {
  const auto& line = chart.lines[index];
  std::string path;
  std::string points;
  bool pen_down = false;
  for (const auto i : shown_points(chart, line)) {
    const double value = line.values[i];
    if (!plot::has_value(value)) {
      pen_down = false;
      continue;
    }
    const double x = x_of(chart.xs, chart.xs[i]);
    const double y = y_of(axis.range, value);
    path += fmt::format("{}{:.1f} {:.1f}", pen_down ? "L" : "M", x, y);
    points += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\"><title>{}: {}</title></circle>", x, y,
                          html_escaped(line.name), html_escaped(text(value, 0)));
    pen_down = true;
  }
  fmt::format_to(out, "<g class=\"line c{}\"><path d=\"{}\"/>{}</g>", index, path, points);
}

void add_legend(Out out, const std::vector<ChartLine>& lines) {
  double x = width - right;
  for (std::size_t i = lines.size(); i-- > 0;) {
    fmt::format_to(out, "<text class=\"legend c{}\" x=\"{:.0f}\" y=\"14\" text-anchor=\"end\">{}</text>", i, x,
                   html_escaped(lines[i].name));
    x -= 16 + 7.0 * static_cast<double>(lines[i].name.size());
  }
}

} // namespace

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\'')
      out += "&#39;";
    else
      out += c;
  }
  return out;
}

std::vector<ChartTick> second_ticks(double seconds) {
  const auto axis = plot::value_axis({0, seconds}, {.steps_max = 8});
  std::vector<ChartTick> ticks;
  for (const auto at : axis.ticks)
    if (at <= seconds)
      ticks.push_back({at, fmt::format("{:g} s", at)});
  return ticks;
}

std::string svg_lines(const LineChart& chart) {
  std::string svg;
  const Out out{svg};
  const auto text = plot::value_text(chart.unit);
  const auto axis = axis_of(chart.lines, chart.unit == plot::Unit::count);
  open_chart(out, chart.title);
  add_legend(out, chart.lines);
  add_value_axis(out, axis, text);
  for (const auto& tick : chart.x_ticks)
    fmt::format_to(out, "<text class=\"tick\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>",
                   x_of(chart.xs, tick.at), height - 6, html_escaped(tick.text));
  for (std::size_t i = 0; i < chart.lines.size(); ++i)
    add_line(out, chart, i, axis, text);
  close_chart(out);
  return svg;
}

std::string svg_bars(const BarChart& chart) {
  std::string svg;
  const Out out{svg};
  const auto text = plot::value_text(plot::Unit::count);
  const std::vector<ChartLine> lines{ChartLine{"", chart.values}};
  const auto axis = axis_of(lines, true);
  open_chart(out, chart.title);
  add_value_axis(out, axis, text);
  const double slot = plot_width / static_cast<double>(std::max<std::size_t>(chart.values.size(), 1));
  const double bar = std::min(28.0, std::max(slot * 0.8, 0.5));
  for (std::size_t i = 0; i < chart.values.size(); ++i) {
    const double y = y_of(axis.range, chart.values[i]);
    const double x = left + slot * (static_cast<double>(i) + 0.5) - bar / 2;
    fmt::format_to(
        out,
        "<rect class=\"bar\" x=\"{:.2f}\" y=\"{:.1f}\" width=\"{:.2f}\" height=\"{:.1f}\"><title>{}: {}</title></rect>",
        x, y, bar, top + plot_height - y, html_escaped(i < chart.names.size() ? chart.names[i] : ""),
        html_escaped(text(chart.values[i], 0)));
  }
  close_chart(out);
  return svg;
}

} // namespace geminid::load
