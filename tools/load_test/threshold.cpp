#include "tools/load_test/threshold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace geminid::load {
namespace {

constexpr std::string_view expected = "expected METRIC > VALUE or METRIC < VALUE, such as \"p99 > 50ms\", "
                                      "\"first_byte.p50 > 2ms\", \"errors > 0.1%\" or \"rate < 500\"";
constexpr std::array groups{"total", "first_byte", "between_chunks", "late"};
constexpr std::array metrics{"p50", "p90", "p99", "p99.9", "max", "mean"};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

Error wrong(std::string_view text) {
  return {fmt::format("{}; got \"{}\"", expected, text.substr(0, 100)), "--fail-if"};
}

double latency_of(const Histogram& histogram, std::string_view metric) {
  if (metric == "max")
    return static_cast<double>(histogram.max().count());
  if (metric == "mean")
    return static_cast<double>(histogram.mean().count());
  const auto found =
      std::find_if(percentiles.begin(), percentiles.end(), [&](const auto& p) { return p.name == metric; });
  return static_cast<double>(histogram.percentile(found->share).count());
}

std::string value_text(double value, std::string_view group) {
  return group.empty() ? fmt::format("{:g}", value)
                       : duration_text(std::chrono::nanoseconds{static_cast<std::int64_t>(value)});
}

} // namespace

Result<Threshold> Threshold::parse(std::string_view text) {
  Threshold threshold;
  threshold.text_ = trimmed(text);
  const auto sign = text.find_first_of("<>");
  if (sign == std::string_view::npos)
    return wrong(text);
  threshold.above_ = text[sign] == '>';
  const auto name = trimmed(text.substr(0, sign));
  const auto value = trimmed(text.substr(sign + 1));
  const auto [rest, ec] = std::from_chars(value.data(), value.data() + value.size(), threshold.value_);
  if (ec != std::errc{} || threshold.value_ < 0)
    return wrong(text);
  const auto unit = trimmed(std::string_view{rest, static_cast<std::size_t>(value.data() + value.size() - rest)});
  if (name == "errors" || name == "rate") {
    threshold.metric_ = name;
    threshold.unit_ = unit == "%" ? Unit::percent : Unit::number;
    if (!unit.empty() && (unit != "%" || name == "rate"))
      return wrong(text);
    return threshold;
  }
  const auto starts = [name](std::string_view group) { return name.starts_with(std::string{group} + "."); };
  const auto* const group = std::find_if(groups.begin(), groups.end(), starts);
  threshold.group_ = group == groups.end() ? "total" : *group;
  threshold.metric_ = group == groups.end() ? name : name.substr(threshold.group_.size() + 1);
  threshold.unit_ = Unit::nanoseconds;
  const double factor = unit == "us" || unit == "µs" ? 1e3 : unit == "ms" ? 1e6 : unit == "s" ? 1e9 : 0;
  threshold.value_ *= factor;
  if (factor == 0 || std::find(metrics.begin(), metrics.end(), threshold.metric_) == metrics.end())
    return wrong(text);
  return threshold;
}

std::optional<double> Threshold::measure(const Report& report) const {
  if (metric_ == "rate")
    return report.rate();
  if (metric_ == "errors")
    return unit_ == Unit::percent ? report.failed_share() * 100 : static_cast<double>(report.tally.failed);
  for (const auto& row : latencies(report))
    if (row.name == group_ && row.histogram->count() > 0)
      return latency_of(*row.histogram, metric_);
  return std::nullopt;
}

std::optional<std::string> Threshold::broken_by(const Report& report) const {
  const auto measured = measure(report);
  if (!measured)
    return text_ + ": nothing was measured";
  if (above_ ? *measured <= value_ : *measured >= value_)
    return std::nullopt;
  return fmt::format("{}: it is {}{}", text_, value_text(*measured, group_), unit_ == Unit::percent ? " %" : "");
}

} // namespace geminid::load
