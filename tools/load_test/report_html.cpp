#include "tools/load_test/report.hpp"
#include "tools/load_test/svg_chart.hpp"
#include "webui/plot/series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace geminid::load {
namespace {

namespace plot = webui::plot;

constexpr std::size_t bars_max = 200;

// Nothing is loaded from anywhere and nothing runs, so nothing need be allowed but the style below.
constexpr std::string_view head = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #68707a; --line: #dfe3e8; --paper: #fff;
  --c0: #2f6fde; --c1: #d9822b; --c2: #c23030; --c3: #3a8f5c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --dim: #98a1ad; --line: #343b44; --paper: #15181c;
  --c0: #6ea3ff; --c1: #f0a860; --c2: #ff7b7b; --c3: #6fcf97; } }
body { margin: 0 auto; padding: 24px; max-width: 1500px; font: 14px/1.5 system-ui, sans-serif; color: var(--ink);
  background: var(--paper); }
h1 { font-size: 20px; margin: 0; } p { color: var(--dim); margin: 4px 0 16px; }
main { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(560px, 100%), 1fr)); gap: 20px 32px; }
figure { margin: 0; } svg { width: 100%; height: auto; }
pre { grid-column: 1 / -1; overflow-x: auto; margin: 0; padding: 12px 16px; border: 1px solid var(--line);
  border-radius: 8px; font: 13px/1.5 ui-monospace, monospace; }
text { fill: var(--dim); font-size: 12px; } .title { fill: var(--ink); font-size: 14px; font-weight: 600; }
.grid { stroke: var(--line); fill: none; } .bar { fill: var(--c0); } .bar:hover { fill: var(--c1); }
.line path { fill: none; stroke-width: 1.8; } .line circle { fill-opacity: 0; } .line circle:hover { fill-opacity: 1; }
.c0 path { stroke: var(--c0); } .c1 path { stroke: var(--c1); } .c2 path { stroke: var(--c2); } .c3 path { stroke: var(--c3); }
.c0 circle, .legend.c0 { fill: var(--c0); } .c1 circle, .legend.c1 { fill: var(--c1); }
.c2 circle, .legend.c2 { fill: var(--c2); } .c3 circle, .legend.c3 { fill: var(--c3); }
</style>
)";

double ms(std::chrono::nanoseconds took) {
  return std::chrono::duration<double, std::milli>(took).count();
}

template <class T>
double ms_or_gap(const std::optional<T>& took) {
  return took ? ms(*took) : plot::gap;
}

using ValueOf = std::function<double(const Point&)>;

struct Wanted {
  std::string name;
  ValueOf value;
};

std::string over_time(const Report& report, std::string title, plot::Unit unit, const std::vector<Wanted>& lines) {
  LineChart chart;
  chart.title = std::move(title);
  chart.unit = unit;
  for (const auto& point : report.points)
    chart.xs.push_back(point.at.count());
  for (const auto& wanted : lines) {
    ChartLine line{wanted.name, {}};
    for (const auto& point : report.points)
      line.values.push_back(wanted.value(point));
    chart.lines.push_back(std::move(line));
  }
  if (!chart.xs.empty())
    for (auto& tick : second_ticks(chart.xs.back()))
      if (tick.at >= chart.xs.front())
        chart.x_ticks.push_back(std::move(tick));
  return svg_lines(chart);
}

// x is the number of nines: each step to the right leaves a tenth of the requests.
std::string by_percentile(const Report& report) {
  LineChart chart;
  chart.title = "Latency by percentile";
  chart.unit = plot::Unit::milliseconds;
  constexpr int steps_for_nine = 10;
  constexpr int nines = 4;
  for (int step = 0; step <= nines * steps_for_nine; ++step)
    chart.xs.push_back(static_cast<double>(step) / steps_for_nine);
  chart.x_ticks = {{0, "least"}, {1, "p90"}, {2, "p99"}, {3, "p99.9"}, {4, "p99.99"}};
  for (const auto& row : latencies(report)) {
    if (row.name == "late")
      continue;
    ChartLine line{std::string{row.title}, {}};
    for (const auto x : chart.xs)
      line.values.push_back(ms(row.histogram->percentile(1 - std::pow(10.0, -x))));
    chart.lines.push_back(std::move(line));
  }
  return svg_lines(chart);
}

std::string by_key(const KeySpread& spread) {
  BarChart chart;
  const auto shown = std::min(bars_max, spread.keys.size());
  chart.title = shown < spread.keys.size()
                    ? fmt::format("Attempts of the {} busiest of {} keys", shown, spread.keys.size())
                    : "Attempts by key";
  for (std::size_t i = 0; i < shown; ++i) {
    chart.values.push_back(static_cast<double>(spread.keys[i].attempts));
    chart.names.push_back(spread.keys[i].name);
  }
  return svg_bars(chart);
}

} // namespace

std::string report_html(const Report& report) {
  std::string page{head};
  const auto name = html_escaped(report.scenario.name);
  page += fmt::format("<title>{0}</title></head><body>\n<h1>{0}</h1>\n<p>{1} &middot; {2}</p>\n<main>\n", name,
                      html_escaped(report.scenario.url), html_escaped(report.started_at));
  page += "<pre>" + html_escaped(report_table(report)) + "</pre>\n";
  const auto rate = [](std::uint64_t count, const Point& point) {
    return point.length.count() > 0 ? static_cast<double>(count) / point.length.count() : plot::gap;
  };
  page += over_time(report, "Requests a second", plot::Unit::number,
                    {{"served", [&](const Point& p) { return rate(p.served, p); }},
                     {"failed", [&](const Point& p) { return rate(p.failed, p); }}});
  page += over_time(report, "Latency over time", plot::Unit::milliseconds,
                    {{"p50", [](const Point& p) { return ms_or_gap(p.p50); }},
                     {"p99", [](const Point& p) { return ms_or_gap(p.p99); }}});
  page += by_percentile(report);
  page += over_time(report, "In flight", plot::Unit::count,
                    {{"requests", [](const Point& p) { return static_cast<double>(p.in_flight); }}});
  if (report.keys)
    page += by_key(*report.keys);
  if (report.server)
    page += over_time(report, "The server's memory", plot::Unit::bytes,
                      {{"resident", [](const Point& p) {
                          return p.resident_bytes ? static_cast<double>(*p.resident_bytes) : plot::gap;
                        }}});
  return page + "</main></body></html>\n";
}

} // namespace geminid::load
