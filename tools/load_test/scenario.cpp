#include "tools/load_test/scenario.hpp"

#include "server/upstream/origin.hpp"
#include "tools/load_test/request_kind.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace geminid::load {
namespace {

using dto::Fields;
using dto::json;

constexpr std::size_t stages_max = 100;
constexpr std::int64_t seconds_max = 86'400;
constexpr std::int64_t requests_max = 1'000'000'000;

constexpr std::array pattern_names{std::pair{Arrivals::constant, std::string_view{"constant"}},
                                   std::pair{Arrivals::poisson, std::string_view{"poisson"}}};
constexpr std::array expected_names{std::pair{Expected::echo, std::string_view{"echo"}},
                                    std::pair{Expected::answer, std::string_view{"answer"}}};

/// `load` as it is written: a peak, and how it is reached.
struct Load {
  std::optional<double> connections;
  std::optional<double> rate;
  std::optional<double> seconds;
  std::optional<double> ramp_seconds;
  std::vector<Stage> stages; // shares of the peak
};

void read_number(Fields& fields, std::string_view name, std::optional<double>& out, std::int64_t max) {
  fields.optional(name, out, [&](Fields& f, double& value) { f.positive_number(name, value, max); });
}

// 0 is a share, too, which positive_number would refuse.
std::optional<double> share_of(const json* value) {
  if (value == nullptr || !value->is_number())
    return std::nullopt;
  const auto number = value->get<double>();
  return number >= 0 && number <= 1 ? std::optional{number} : std::nullopt;
}

void read_stages(Fields& load, std::vector<Stage>& out) {
  const auto* list = load.member("stages");
  if (list == nullptr)
    return;
  if (!list->is_array() || list->empty() || list->size() > stages_max) {
    load.fail("stages", "must be a list of 1 to " + std::to_string(stages_max) + " stages");
    return;
  }
  double level = 0;
  for (std::size_t i = 0; i < list->size() && load.ok(); ++i) {
    const auto name = "stages[" + std::to_string(i) + "]";
    if (!(*list)[i].is_object()) {
      load.fail(name, "must be a JSON object");
      return;
    }
    Fields stage{(*list)[i], "load." + name};
    std::optional<double> seconds;
    read_number(stage, "seconds", seconds, seconds_max);
    const auto to = share_of(stage.member("to"));
    if (!to)
      stage.fail("to", "must be a number from 0 to 1, the part of the peak that is reached at the stage's end");
    if (!seconds)
      stage.fail("seconds", "is required");
    if (const auto done = stage.finish(Done{}); !done) {
      const auto& field = done.error().field;
      load.fail(field.starts_with("load.") ? field.substr(5) : name, done.error().message.substr(field.size() + 1));
      return;
    }
    out.push_back({level, *to, Seconds{*seconds}});
    level = *to;
  }
}

void check_load(Fields& fields, const Load& load, const Scenario& scenario) {
  if (load.connections.has_value() == load.rate.has_value())
    fields.fail("connections", "or rate is required, and only one of them");
  else if (!load.stages.empty() && (load.seconds || load.ramp_seconds))
    fields.fail("stages", "say how long it takes: seconds and ramp_seconds must be left out");
  else if (load.stages.empty() && !load.seconds && !scenario.requests_max)
    fields.fail("seconds", "or requests or stages is required");
  else if (load.ramp_seconds && load.seconds && *load.ramp_seconds > *load.seconds)
    fields.fail("ramp_seconds", "must be at most seconds, of which it is a part");
}

std::vector<Stage> stages_of(const Load& load) {
  auto stages = load.stages;
  if (stages.empty()) {
    const double all = load.seconds.value_or(static_cast<double>(seconds_max));
    const double ramp = load.ramp_seconds.value_or(0);
    if (ramp > 0)
      stages.push_back({0, 1, Seconds{ramp}});
    if (all > ramp)
      stages.push_back({1, 1, Seconds{all - ramp}});
  }
  const double peak = load.connections ? *load.connections : load.rate.value_or(0);
  for (auto& stage : stages) {
    stage.from *= peak;
    stage.to *= peak;
  }
  return stages;
}

void read_seconds(Fields& fields, std::string_view name, Seconds& out) {
  std::optional<double> value;
  read_number(fields, name, value, seconds_max);
  if (value)
    out = Seconds{*value};
}

void read_load(Fields& fields, Scenario& scenario) {
  Load load;
  fields.optional("connections", load.connections, [](Fields& f, double& value) {
    std::int64_t whole = 0;
    f.integer("connections", whole, {1, connections_max});
    value = static_cast<double>(whole);
  });
  read_number(fields, "rate", load.rate, rate_max);
  read_number(fields, "seconds", load.seconds, seconds_max);
  read_number(fields, "ramp_seconds", load.ramp_seconds, seconds_max);
  read_stages(fields, load.stages);
  fields.choice<Arrivals>("arrivals", scenario.arrivals, pattern_names);
  fields.optional("requests", scenario.requests_max, [](Fields& f, std::int64_t& value) {
    f.integer("requests", value, {1, requests_max});
  });
  read_seconds(fields, "warm_up_seconds", scenario.warm_up);
  read_seconds(fields, "drain_seconds", scenario.drain);
  fields.integer("in_flight_max", scenario.in_flight_max, {1, connections_max});
  if (fields.ok())
    check_load(fields, load, scenario);
  scenario.loop = load.rate ? Loop::open : Loop::closed;
  scenario.stages = stages_of(load);
}

void read_ms(Fields& fields, std::string_view name, std::chrono::milliseconds& out) {
  auto value = static_cast<std::int64_t>(out.count());
  fields.integer(name, value, {1, 3'600'000});
  out = std::chrono::milliseconds{value};
}

void read_url(Fields& fields, std::string& out) {
  fields.required("url").text("url", out, {.size_min = 1, .size_max = 2'000});
  if (!fields.ok())
    return;
  if (const auto origin = upstream::Origin::parse(out); !origin)
    fields.fail("url", "is wrong: " + origin.error().message);
}

} // namespace

double Scenario::peak() const {
  double highest = 0;
  for (const auto& stage : stages)
    highest = std::max({highest, stage.from, stage.to});
  return highest;
}

Result<Scenario> parse_scenario(const json& document) {
  Scenario scenario;
  Fields fields{document};
  if (!document.is_object())
    return Error{"the scenario must be a JSON object"};
  fields.text("name", scenario.name, {.size_min = 1});
  read_url(fields, scenario.url);
  std::int64_t seed = 1;
  fields.integer("seed", seed, {0, std::int64_t{1} << 53});
  scenario.seed = static_cast<std::uint64_t>(seed);
  fields.choice<Expected>("expect", scenario.expected, expected_names);
  fields.required("load").object("load", [&](Fields& load) { read_load(load, scenario); });
  fields.object("timeouts", [&](Fields& timeouts) {
    read_ms(timeouts, "connect_ms", scenario.connect_timeout);
    read_ms(timeouts, "first_byte_ms", scenario.first_byte_timeout);
    read_ms(timeouts, "idle_ms", scenario.idle_timeout);
  });
  const auto* list = fields.required("requests").member("requests");
  auto parsed = fields.finish(std::move(scenario));
  if (!parsed)
    return parsed;
  auto kinds = parse_kinds(*list);
  if (!kinds)
    return kinds.error();
  parsed->kinds = std::move(*kinds);
  return parsed;
}

} // namespace geminid::load
