#include "webui/view/traffic_view.hpp"

#include "webui/core/format.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace geminid::webui {
namespace {

using namespace std::chrono_literals;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr Duration rate_span = 10s;
constexpr double success_good = 0.99;
constexpr double success_fair = 0.95;

constexpr Phrase requests_label{"Requests per second", "每秒请求数"};
constexpr Phrase last_minute{"{} in the last minute", "最近一分钟 {} 次"};
constexpr Phrase minute_and_waiting{"{} in the last minute · {} waiting", "最近一分钟 {} 次 · {} 个等待中"};
constexpr Phrase success_label{"Success rate", "成功率"};
constexpr Phrase failed_of{"{} of {} failed in the last hour", "最近一小时 {} / {} 次失败"};
constexpr Phrase no_requests{"No requests in the last hour", "最近一小时没有请求"};
constexpr Phrase tokens_label{"Tokens in the last hour", "最近一小时 Token"};
constexpr Phrase in_and_out{"{} in · {} out", "输入 {} · 输出 {}"};
constexpr Phrase in_out_cost{"{} in · {} out · {}", "输入 {} · 输出 {} · {}"};
constexpr Phrase series_summary{"{} [request|requests], {} failed, {} [token|tokens] in, {} [token|tokens] out",
                                "请求 {} 次，失败 {} 次，输入 Token {}，输出 Token {}"};
constexpr const char* nothing = "—";

std::int64_t milliseconds(Instant instant) {
  return instant.time_since_epoch().count();
}

struct Bin {
  std::int64_t requests = 0;
  std::int64_t failures = 0;
  std::int64_t covered_ms = 0;
};

// The average of the minute that a moment lies in; the last one is not over yet.
Bin minute_of(const dto::Stats& hour, Instant at, Instant present) {
  const auto step = std::chrono::seconds{hour.step_seconds};
  for (const auto& point : hour.series)
    if (point.at <= at && at < point.at + step)
      return {point.counters.requests, point.counters.failures,
              std::clamp(Duration{present - point.at}, Duration{1s}, Duration{step}).count()};
  return {};
}

double per_second(std::int64_t count, std::int64_t covered_ms) {
  return static_cast<double>(count) * 1'000 / static_cast<double>(std::max<std::int64_t>(covered_ms, 1'000));
}

std::string rate_text(double rate, Language language) {
  if (rate > 0 && rate < 0.1)
    return "<0.1";
  return format_compact(rate < 100 ? static_cast<double>(static_cast<std::int64_t>(rate * 10 + 0.5)) / 10 : rate,
                        language);
}

std::optional<double> success_of(const dto::StatsCounters& counters) {
  if (counters.requests == 0)
    return std::nullopt;
  return 1 - static_cast<double>(counters.failures) / static_cast<double>(counters.requests);
}

Kpi success_kpi(const dto::Stats& hour, const Locale& locale) {
  Kpi kpi{success_label.in(locale), nothing, no_requests.in(locale), {}, Tone::good};
  const auto rate = success_of(hour.totals);
  if (!rate)
    return kpi;
  kpi.value = format_percent(rate);
  kpi.note = filled(failed_of.in(locale), {format_integer(hour.totals.failures), format_integer(hour.totals.requests)});
  kpi.tone = *rate >= success_good ? Tone::good : *rate >= success_fair ? Tone::warn : Tone::bad;
  for (const auto& point : hour.series)
    kpi.trend.push_back(success_of(point.counters).value_or(unknown));
  return kpi;
}

Kpi tokens_kpi(const dto::Stats& hour, const Locale& locale) {
  const auto& totals = hour.totals;
  const auto compact = [&](std::int64_t count) { return format_compact(static_cast<double>(count), locale.language); };
  Kpi kpi{tokens_label.in(locale), compact(totals.prompt_tokens + totals.completion_tokens), {}, {}, Tone::info};
  const auto in = compact(totals.prompt_tokens);
  const auto out = compact(totals.completion_tokens);
  kpi.note = totals.cost > 0 ? filled(in_out_cost.in(locale),
                                      {in, out, "≈ " + format_dollars(static_cast<double>(totals.cost) / 1e9)})
                             : filled(in_and_out.in(locale), {in, out});
  for (const auto& point : hour.series)
    kpi.trend.push_back(static_cast<double>(point.counters.prompt_tokens + point.counters.completion_tokens));
  return kpi;
}

std::array<std::string, 3> percentiles(const dto::StatsLatency* latency) {
  const auto said = [](const std::optional<std::int64_t>& ms) { return ms ? format_milliseconds(*ms) : nothing; };
  if (latency == nullptr)
    return {nothing, nothing, nothing};
  return {said(latency->p50), said(latency->p90), said(latency->p99)};
}

} // namespace

LiveRates live_rates(const std::deque<dto::Pulse>& pulses, const dto::Stats* hour) {
  LiveRates rates;
  if (pulses.empty())
    return rates;
  const auto present = pulses.back().at;
  const auto width = LiveRates::bin_ms;
  const auto span = width * static_cast<std::int64_t>(LiveRates::bins);
  rates.to_ms = (milliseconds(present) + width - 1) / width * width;
  rates.from_ms = rates.to_ms - span;
  rates.waiting = pulses.back().waiting;

  std::vector<Bin> bins(LiveRates::bins);
  std::int64_t recent = 0;
  for (const auto& pulse : pulses) {
    const auto age = present - pulse.at;
    recent += age < rate_span ? pulse.requests : 0;
    rates.last_minute += age < Duration{1min} ? pulse.requests : 0;
    const auto index = (milliseconds(pulse.at) - 1 - rates.from_ms) / width;
    if (index < 0 || index >= static_cast<std::int64_t>(LiveRates::bins))
      continue;
    auto& bin = bins[static_cast<std::size_t>(index)];
    bin.requests += pulse.requests;
    bin.failures += pulse.failures;
    bin.covered_ms += std::max<std::int64_t>((pulse.at - pulse.since).count(), 0);
  }
  const auto heard = std::clamp(Duration{present - pulses.front().since}, Duration{1s}, rate_span);
  rates.per_second = per_second(recent, heard.count());

  for (std::size_t i = 0; i < bins.size(); ++i) {
    const auto begins = rates.from_ms + static_cast<std::int64_t>(i) * width;
    auto bin = bins[i];
    const Instant at{Duration{begins}};
    if (bin.covered_ms == 0 && hour != nullptr && at < pulses.front().since)
      bin = minute_of(*hour, at, present);
    const bool known = bin.covered_ms > 0;
    rates.times_ms.push_back(begins);
    rates.failed.push_back(known ? per_second(bin.failures, bin.covered_ms) : unknown);
    rates.succeeded.push_back(known ? per_second(bin.requests - bin.failures, bin.covered_ms) : unknown);
    rates.highest = std::max(rates.highest, known ? per_second(bin.requests, bin.covered_ms) : 0);
    rates.quiet = rates.quiet && bin.requests == 0;
    // What was before the first pulse is known by its average only.
    if (known && bins[i].covered_ms == 0 && begins >= rates.to_ms - 60'000)
      rates.last_minute += std::llround(per_second(bin.requests, bin.covered_ms) * static_cast<double>(width) / 1'000);
  }
  return rates;
}

TrafficKpis make_traffic_kpis(const LiveRates& live, const dto::Stats* hour, const Locale& locale) {
  TrafficKpis kpis;
  kpis.requests = {requests_label.in(locale), rate_text(live.per_second, locale.language), {}, {}, Tone::accent};
  const auto minute = format_integer(live.last_minute);
  kpis.requests.note = live.waiting > 0 ? filled(minute_and_waiting.in(locale), {minute, format_integer(live.waiting)})
                                        : filled(last_minute.in(locale), {minute});
  for (std::size_t i = 0; i < live.succeeded.size(); ++i)
    kpis.requests.trend.push_back(live.succeeded[i] + live.failed[i]);
  if (hour != nullptr) {
    kpis.success = success_kpi(*hour, locale);
    kpis.tokens = tokens_kpi(*hour, locale);
  } else {
    kpis.success = {success_label.in(locale), nothing, {}, {}, Tone::good};
    kpis.tokens = {tokens_label.in(locale), nothing, {}, {}, Tone::info};
  }
  kpis.latency = {percentiles(hour != nullptr ? &hour->first_byte_ms : nullptr),
                  percentiles(hour != nullptr ? &hour->latency_ms : nullptr)};
  return kpis;
}

TrafficSeries make_traffic_series(const dto::Stats& stats, const Locale& locale) {
  TrafficSeries series;
  for (const auto& [at, counters] : stats.series) {
    series.times_ms.push_back(milliseconds(at));
    series.succeeded.push_back(static_cast<double>(counters.requests - counters.failures));
    series.failed.push_back(static_cast<double>(counters.failures));
    series.tokens_in.push_back(static_cast<double>(counters.prompt_tokens));
    series.tokens_out.push_back(static_cast<double>(counters.completion_tokens));
    series.empty = series.empty && counters.requests == 0;
  }
  const auto& totals = stats.totals;
  series.summary = filled(series_summary.in(locale),
                          {format_integer(totals.requests), format_integer(totals.failures),
                           format_integer(totals.prompt_tokens), format_integer(totals.completion_tokens)});
  return series;
}

} // namespace geminid::webui
