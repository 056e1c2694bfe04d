#include "shared/stats_dto.hpp"

#include "shared/money.hpp"

#include <array>

namespace geminid::dto {
namespace {

constexpr std::array<std::pair<StatsWindow, std::string_view>, 5> windows{{
    {StatsWindow::hour, "1h"},
    {StatsWindow::day, "24h"},
    {StatsWindow::week, "7d"},
    {StatsWindow::month, "30d"},
    {StatsWindow::year, "1y"},
}};

constexpr std::size_t rows_max = 10'000;

void read_counters(Fields& fields, StatsCounters& counters) {
  fields.integer("requests", counters.requests, count_range)
      .integer("failures", counters.failures, count_range)
      .integer("attempts", counters.attempts, count_range)
      .integer("prompt_tokens", counters.prompt_tokens, count_range)
      .integer("completion_tokens", counters.completion_tokens, count_range)
      .integer("thinking_tokens", counters.thinking_tokens, count_range)
      .integer("cached_tokens", counters.cached_tokens, count_range);
  read_dollars(fields, "cost", counters.cost);
}

json to_json(const StatsCounters& counters) {
  return {{"requests", counters.requests},
          {"failures", counters.failures},
          {"attempts", counters.attempts},
          {"prompt_tokens", counters.prompt_tokens},
          {"completion_tokens", counters.completion_tokens},
          {"thinking_tokens", counters.thinking_tokens},
          {"cached_tokens", counters.cached_tokens},
          {"cost", dollars_json(counters.cost)}};
}

json to_json(const StatsLatency& latency) {
  return {
      {"p50", nullable_json(latency.p50)}, {"p90", nullable_json(latency.p90)}, {"p99", nullable_json(latency.p99)}};
}

json to_json(const std::vector<StatsRow>& rows) {
  json list = json::array();
  for (const auto& row : rows) {
    auto object = to_json(row.counters);
    object["id"] = row.id;
    list.push_back(std::move(object));
  }
  return list;
}

void read_latency(Fields& fields, std::string_view name, StatsLatency& latency) {
  fields.object(name, [&](Fields& of) {
    const auto read = [&](std::string_view percentile, std::optional<std::int64_t>& out) {
      of.nullable(percentile, out, [&](Fields& f, std::int64_t& value) { f.integer(percentile, value, count_range); });
    };
    read("p50", latency.p50);
    read("p90", latency.p90);
    read("p99", latency.p99);
  });
}

/// Reads a list of objects, each by `read(Fields&, Row&)`.
template <class Row, class Read>
void read_objects(Fields& fields, std::string_view name, std::vector<Row>& rows, Read read) {
  const auto* list = fields.member(name);
  if (list == nullptr)
    return;
  if (!list->is_array() || list->size() > rows_max) {
    fields.fail(name, "must be a list of at most 10000");
    return;
  }
  for (const auto& entry : *list) {
    Row row;
    Fields of{entry, std::string{name}};
    read(of, row);
    rows.push_back(std::move(row));
  }
}

void read_rows(Fields& fields, std::string_view name, std::vector<StatsRow>& rows) {
  read_objects(fields, name, rows, [](Fields& of, StatsRow& row) {
    of.text("id", row.id, name_rule);
    read_counters(of, row.counters);
  });
}

} // namespace

EnumNames<StatsWindow> stats_window_names() {
  return windows;
}

Result<Stats> parse_stats(const json& document) {
  Stats stats;
  Fields fields{document};
  fields.choice<StatsWindow>("window", stats.window, windows)
      .instant("since", stats.since)
      .object("totals", [&](Fields& of) { read_counters(of, stats.totals); })
      .integer("step_seconds", stats.step_seconds, count_range);
  read_latency(fields, "first_byte_ms", stats.first_byte_ms);
  read_latency(fields, "latency_ms", stats.latency_ms);
  read_rows(fields, "keys", stats.keys);
  read_rows(fields, "models", stats.models);
  read_rows(fields, "users", stats.users);
  read_rows(fields, "surfaces", stats.surfaces);
  read_objects(fields, "errors", stats.errors, [](Fields& of, StatsErrors& errors) {
    of.text("code", errors.code, name_rule).integer("count", errors.count, count_range);
  });
  fields.strings("unpriced_models", stats.unpriced_models, {.count_max = rows_max, .item = name_rule});
  read_objects(fields, "series", stats.series, [](Fields& of, StatsPoint& point) {
    of.instant("at", point.at);
    read_counters(of, point.counters);
  });
  return fields.finish(std::move(stats));
}

json to_json(const Stats& stats) {
  json errors = json::array();
  for (const auto& [code, count] : stats.errors)
    errors.push_back({{"code", code}, {"count", count}});
  json series = json::array();
  for (const auto& point : stats.series) {
    auto object = to_json(point.counters);
    object["at"] = to_rfc3339(point.at);
    series.push_back(std::move(object));
  }
  return {{"window", enum_name<StatsWindow>(windows, stats.window)},
          {"since", to_rfc3339(stats.since)},
          {"totals", to_json(stats.totals)},
          {"first_byte_ms", to_json(stats.first_byte_ms)},
          {"latency_ms", to_json(stats.latency_ms)},
          {"keys", to_json(stats.keys)},
          {"models", to_json(stats.models)},
          {"users", to_json(stats.users)},
          {"surfaces", to_json(stats.surfaces)},
          {"errors", std::move(errors)},
          {"unpriced_models", stats.unpriced_models},
          {"step_seconds", stats.step_seconds},
          {"series", std::move(series)}};
}

} // namespace geminid::dto
