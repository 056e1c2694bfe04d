#include "server/admin/stats_view.hpp"

#include <algorithm>

namespace geminid::admin {
namespace {

// A chart shows some hundred points at most.
Duration step_of(dto::StatsWindow window) {
  switch (window) {
  case dto::StatsWindow::hour:
    return actors::minute_span;
  case dto::StatsWindow::day:
    return 10 * actors::minute_span;
  case dto::StatsWindow::week:
    return actors::hour_span;
  case dto::StatsWindow::month:
    return 6 * actors::hour_span;
  case dto::StatsWindow::year:
    break;
  }
  return actors::day_span;
}

dto::StatsCounters to_dto(const policy::Counters& of) {
  return {of.requests,          of.failures,        of.attempts,      of.prompt_tokens,
          of.completion_tokens, of.thinking_tokens, of.cached_tokens, of.cost};
}

std::vector<dto::StatsRow> rows(const policy::CountersByName& by_name) {
  std::vector<dto::StatsRow> list;
  for (const auto& [name, counters] : by_name)
    list.push_back({name, to_dto(counters)});
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& a, const auto& b) { return a.counters.requests > b.counters.requests; });
  return list;
}

dto::StatsLatency to_dto(const policy::LatencyHistogram& histogram) {
  const auto ms = [&](double share) -> std::optional<std::int64_t> {
    const auto took = histogram.percentile(share);
    return took ? std::optional{std::int64_t{took->count()}} : std::nullopt;
  };
  return {ms(0.5), ms(0.9), ms(0.99)};
}

std::vector<dto::StatsPoint> series(const actors::StatisticsReply& of, Duration step) {
  std::vector<dto::StatsPoint> points;
  auto next = of.tally.points.begin();
  for (auto at = of.since; at <= of.now; at += step) {
    policy::Counters counters;
    for (; next != of.tally.points.end() && next->first < at + step; ++next)
      counters += next->second;
    points.push_back({at, to_dto(counters)});
  }
  return points;
}

} // namespace

actors::GetStatistics::Window from_dto(dto::StatsWindow window) {
  using To = actors::GetStatistics::Window;
  switch (window) {
  case dto::StatsWindow::hour:
    return To::hour;
  case dto::StatsWindow::day:
    return To::day;
  case dto::StatsWindow::week:
    return To::week;
  case dto::StatsWindow::month:
    return To::month;
  case dto::StatsWindow::year:
    break;
  }
  return To::year;
}

dto::Stats to_dto(const actors::StatisticsReply& statistics, dto::StatsWindow window, const dto::Prices& prices) {
  const auto& tally = statistics.tally;
  const auto step = step_of(window);
  dto::Stats stats;
  stats.window = window;
  stats.since = statistics.since;
  stats.totals = to_dto(tally.total);
  stats.first_byte_ms = to_dto(tally.first_byte);
  stats.latency_ms = to_dto(tally.latency);
  stats.keys = rows(tally.keys);
  stats.models = rows(tally.models);
  stats.users = rows(tally.users);
  stats.surfaces = rows(tally.surfaces);
  for (const auto& [model, counters] : tally.models)
    if (!model.empty() && !prices.contains(model))
      stats.unpriced_models.push_back(model);
  for (const auto& [code, count] : tally.errors)
    stats.errors.push_back({code, count});
  stats.step_seconds = std::chrono::floor<std::chrono::seconds>(step).count();
  stats.series = series(statistics, step);
  return stats;
}

} // namespace geminid::admin
