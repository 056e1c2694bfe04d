#include "tools/load_test/report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace geminid::load {

double Report::rate() const {
  return measured.count() > 0 ? static_cast<double>(tally.in_window) / measured.count() : 0;
}

double Report::cpu_per_request(const ProcessUse& use) const {
  return tally.in_window > 0 ? use.cpu_seconds / static_cast<double>(tally.in_window) : 0;
}

double Report::failed_share() const {
  return tally.finished() > 0 ? static_cast<double>(tally.failed) / static_cast<double>(tally.finished()) : 0;
}

std::string load_text(const Scenario& scenario) {
  std::string text;
  if (scenario.loop == Loop::closed)
    text = fmt::format("closed loop, {:.0f} connections", scenario.peak());
  else
    text = fmt::format("open loop, {:.10g} requests/s {}", scenario.peak(),
                       scenario.arrivals == Arrivals::poisson ? "at random (Poisson)" : "evenly");
  if (scenario.stages.size() > 1)
    text += " at the peak";
  return text;
}

std::string duration_text(std::chrono::nanoseconds took) {
  const auto ns = static_cast<double>(took.count());
  const auto figures = [](double value, std::string_view unit) {
    return fmt::format("{:.{}f} {}", value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0, unit);
  };
  if (ns < 1e6)
    return fmt::format("{:.0f} µs", ns / 1e3);
  if (ns < 1e9)
    return figures(ns / 1e6, "ms");
  return figures(ns / 1e9, "s");
}

std::string bytes_text(std::int64_t bytes) {
  constexpr double kib = 1024;
  const auto value = static_cast<double>(bytes);
  if (value < 10 * kib)
    return fmt::format("{} B", bytes);
  if (value < 10 * kib * kib)
    return fmt::format("{:.1f} KiB", value / kib);
  if (value < 10 * kib * kib * kib)
    return fmt::format("{:.1f} MiB", value / kib / kib);
  return fmt::format("{:.1f} GiB", value / kib / kib / kib);
}

std::string count_text(std::uint64_t count) {
  const auto digits = std::to_string(count);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0)
      text += ',';
    text += digits[i];
  }
  return text;
}

std::vector<NamedHistogram> latencies(const Report& report) {
  const auto& tally = report.tally;
  std::vector<NamedHistogram> rows{{"first_byte", "first byte", &tally.first_byte}};
  if (tally.between_events.count() > 0)
    rows.push_back({"between_chunks", "between chunks", &tally.between_events});
  rows.push_back({"total", "total", &tally.total});
  if (report.scenario.loop == Loop::open)
    rows.push_back({"late", "sent late by", &tally.late});
  return rows;
}

} // namespace geminid::load
