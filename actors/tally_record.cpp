#include "actors/tally_record.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>

namespace geminid::actors {
namespace {

using nlohmann::json;
using policy::Counters;
using policy::CountersByName;
using policy::LatencyHistogram;

// What earlier versions wrote.
constexpr std::size_t fields_before_costs = 7;

json to_json(const Counters& of) {
  return {of.requests,          of.failures,        of.attempts,      of.prompt_tokens,
          of.completion_tokens, of.thinking_tokens, of.cached_tokens, of.cost};
}

json to_json(const CountersByName& by_name) {
  json object = json::object();
  for (const auto& [name, counters] : by_name)
    object[name] = to_json(counters);
  return object;
}

// The buckets that hold something, each as its number and its count.
json to_json(const LatencyHistogram& histogram) {
  json list = json::array();
  for (std::size_t bucket = 0; bucket < LatencyHistogram::bucket_count; ++bucket)
    if (const auto count = histogram.counts()[bucket]; count > 0)
      list.push_back({bucket, count});
  return list;
}

json to_json(const std::map<Instant, Counters>& points) {
  json list = json::array();
  for (const auto& [at, counters] : points)
    list.push_back({at.time_since_epoch().count(), to_json(counters)});
  return list;
}

Counters counters_from(const json& value) {
  Counters of;
  std::int64_t* const fields[] = {&of.requests,          &of.failures,        &of.attempts,      &of.prompt_tokens,
                                  &of.completion_tokens, &of.thinking_tokens, &of.cached_tokens, &of.cost};
  if (value.is_array() && (value.size() == std::size(fields) || value.size() == fields_before_costs))
    for (std::size_t i = 0; i < value.size(); ++i)
      if (value[i].is_number_integer())
        *fields[i] = value[i].get<std::int64_t>();
  return of;
}

CountersByName by_name_from(const json& record, const char* name) {
  CountersByName by_name;
  if (const auto found = record.find(name); found != record.end() && found->is_object())
    for (const auto& [row, counters] : found->items())
      by_name[row] = counters_from(counters);
  return by_name;
}

std::map<Instant, Counters> points_from(const json& record) {
  std::map<Instant, Counters> points;
  if (const auto found = record.find("points"); found != record.end() && found->is_array())
    for (const auto& point : *found)
      if (point.is_array() && point.size() == 2 && point[0].is_number_integer())
        points[Instant{Duration{point[0].get<std::int64_t>()}}] = counters_from(point[1]);
  return points;
}

LatencyHistogram histogram_from(const json& record, const char* name) {
  LatencyHistogram histogram;
  const auto found = record.find(name);
  if (found == record.end() || !found->is_array())
    return histogram;
  for (const auto& entry : *found)
    if (entry.is_array() && entry.size() == 2 && entry[0].is_number_unsigned() && entry[1].is_number_unsigned() &&
        entry[0].get<std::size_t>() < LatencyHistogram::bucket_count)
      histogram.add(entry[0].get<std::size_t>(), entry[1].get<std::uint64_t>());
  return histogram;
}

} // namespace

std::string tally_key(const Resolution& resolution, std::int64_t index) {
  return fmt::format("{}{:010}", resolution.prefix, index);
}

std::optional<std::int64_t> tally_index(const Resolution& resolution, std::string_view key) {
  if (!key.starts_with(resolution.prefix))
    return std::nullopt;
  key.remove_prefix(resolution.prefix.size());
  std::int64_t index = 0;
  const auto [end, ec] = std::from_chars(key.data(), key.data() + key.size(), index);
  return ec == std::errc{} && end == key.data() + key.size() ? std::optional{index} : std::nullopt;
}

std::string tally_value(const policy::Tally& tally) {
  return json{{"total", to_json(tally.total)},           {"keys", to_json(tally.keys)},
              {"models", to_json(tally.models)},         {"users", to_json(tally.users)},
              {"surfaces", to_json(tally.surfaces)},     {"errors", tally.errors},
              {"first_byte", to_json(tally.first_byte)}, {"latency", to_json(tally.latency)},
              {"points", to_json(tally.points)}}
      .dump(-1, ' ', false, json::error_handler_t::replace);
}

policy::Tally tally_from(std::string_view value) {
  policy::Tally tally;
  const auto record = json::parse(value, nullptr, false);
  if (!record.is_object())
    return tally;
  if (const auto total = record.find("total"); total != record.end())
    tally.total = counters_from(*total);
  tally.keys = by_name_from(record, "keys");
  tally.models = by_name_from(record, "models");
  tally.users = by_name_from(record, "users");
  tally.surfaces = by_name_from(record, "surfaces");
  if (const auto errors = record.find("errors"); errors != record.end() && errors->is_object())
    for (const auto& [code, count] : errors->items())
      if (count.is_number_integer())
        tally.errors[code] = count.get<std::int64_t>();
  tally.first_byte = histogram_from(record, "first_byte");
  tally.latency = histogram_from(record, "latency");
  tally.points = points_from(record);
  return tally;
}

} // namespace geminid::actors
