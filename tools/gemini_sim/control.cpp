// How another process steers a running simulator:
//
//   GET, POST /_sim/faults             the pending faults; add one or `{"faults":[…]}` (fault_json.hpp)
//   DELETE /_sim/faults                forgets all, or those of `?kind=`, `?key=` and `?model=`
//   PUT    /_sim/keys                  keys and projects anew (keyring.hpp); `"reset_usage":true` forgets what was used
//   GET, DELETE /_sim/stats            counts of requests by key, model, method and status; forget them
//   GET    /_sim/requests              the last requests, when recording is on
//   PUT    /_sim/options               `{"pace_ms","chunks","record_requests"}`, each optional
//   POST   /_sim/clock                 `{"advance_ms":n}` moves the clock that quotas are counted by
//   POST   /_sim/release               lets hanging requests go on
#include "tools/gemini_sim/fault_json.hpp"
#include "tools/gemini_sim/patience.hpp"
#include "tools/gemini_sim/simulator_state.hpp"

#include <functional>
#include <string_view>
#include <utility>

namespace geminid::sim {
namespace {

using http::Exchange;
using nlohmann::json;

constexpr std::int64_t pace_ms_max = 60'000;
constexpr std::int64_t chunks_max = 10'000;
constexpr std::int64_t recorded_max = 1'000;
constexpr std::int64_t advance_ms_max = 400LL * 24 * 3600 * 1000;

http::Response failed(const Error& error) {
  http::Response response;
  response.status = 400;
  response.body = json{{"error", {{"message", error.message}, {"field", error.field}}}}.dump() + "\n";
  return response;
}

http::Response done(const json& body) {
  http::Response response;
  response.body = body.dump() + "\n";
  return response;
}

Result<json> body_of(Exchange& exchange) {
  constexpr int levels_max = 16;
  bool too_deep = false;
  const auto shallow = [&](int depth, json::parse_event_t, json&) {
    too_deep = too_deep || depth > levels_max;
    return !too_deep;
  };
  auto value = json::parse(exchange.body(), shallow, false);
  if (too_deep || !value.is_object())
    return Error{"expected a JSON object", "body"};
  return value;
}

json pending_faults(const SimulatorState& state) {
  auto faults = json::array();
  for (const auto& fault : state.faults.pending())
    faults.push_back(fault_json(fault));
  return {{"faults", std::move(faults)}};
}

Result<json> add_faults(SimulatorState& state, Exchange& exchange) {
  auto body = body_of(exchange);
  if (!body)
    return body.error();
  const auto list = body->contains("faults") ? (*body)["faults"] : json::array({*body});
  if (!list.is_array())
    return Error{"faults: expected a list", "faults"};
  std::vector<Fault> faults;
  for (const auto& entry : list) {
    auto fault = parse_fault(entry);
    if (!fault)
      return fault.error();
    faults.push_back(std::move(*fault));
  }
  for (auto& fault : faults)
    if (auto added = state.faults.add(std::move(fault)); !added)
      return added.error();
  return pending_faults(state);
}

Result<json> remove_faults(SimulatorState& state, Exchange& exchange) {
  FaultFilter filter{.key = exchange.query("key"), .model = exchange.query("model")};
  if (const auto name = exchange.query("kind")) {
    filter.kind = fault_kind_named(*name);
    if (!filter.kind)
      return Error{"kind: expected the kind of a fault", "kind"};
  }
  state.faults.remove(filter);
  return pending_faults(state);
}

Result<json> replace_keys(SimulatorState& state, Exchange& exchange) {
  auto body = body_of(exchange);
  if (!body)
    return body.error();
  auto keyring = parse_keyring(*body);
  if (!keyring)
    return keyring.error();
  const auto count = keyring->keys.size();
  state.keyring.replace(std::move(*keyring));
  if (body->value("reset_usage", json(false)) == true)
    state.keyring.reset_usage();
  return json{{"keys", count}};
}

Result<std::int64_t> whole_number(const json& body, const char* name, std::int64_t absent, std::int64_t max) {
  if (!body.contains(name))
    return absent;
  if (!body[name].is_number_unsigned() || body[name].get<std::uint64_t>() > static_cast<std::uint64_t>(max))
    return Error{std::string{name} + ": expected a whole number from 0 to " + std::to_string(max), name};
  return body[name].get<std::int64_t>();
}

Result<json> set_options(SimulatorState& state, Exchange& exchange) {
  auto& options = state.options;
  const auto body = body_of(exchange);
  if (!body)
    return body.error();
  const auto pace = whole_number(*body, "pace_ms", options.pace.count(), pace_ms_max);
  const auto chunks = whole_number(*body, "chunks", static_cast<std::int64_t>(options.chunks), chunks_max);
  const auto recorded =
      whole_number(*body, "record_requests", static_cast<std::int64_t>(options.recorded_requests), recorded_max);
  for (const auto* number : {&pace, &chunks, &recorded})
    if (!*number)
      return number->error();
  options.pace = std::chrono::milliseconds{*pace};
  options.chunks = static_cast<std::size_t>(*chunks);
  options.recorded_requests = static_cast<std::size_t>(*recorded);
  state.stats.keep_requests(options.recorded_requests);
  return json{{"pace_ms", *pace}, {"chunks", *chunks}, {"record_requests", *recorded}};
}

Result<json> advance_clock(SimulatorState& state, Exchange& exchange) {
  const auto body = body_of(exchange);
  if (!body)
    return body.error();
  const auto advance = whole_number(*body, "advance_ms", 0, advance_ms_max);
  if (!advance)
    return advance.error();
  state.clock_offset += Duration{*advance};
  return json{{"now", to_rfc3339(state.now())}};
}

using Action = std::function<Result<json>(SimulatorState&, Exchange&)>;

// Takes the action by value: the coroutine may outlive the router that held it.
net::Task<void> perform(StatePointer state, Action action, Exchange& exchange) {
  const auto result = action(*state, exchange);
  auto response = result ? done(*result) : failed(result.error());
  co_await exchange.respond(std::move(response));
}

} // namespace

void add_control_routes(SimulatorState& state) {
  const auto add = [&state](std::string_view method, std::string_view path, Action action) {
    state.router.add(method, path, [&state, action = std::move(action)](Exchange& exchange) {
      return perform(state.shared_from_this(), action, exchange);
    });
  };
  add("GET", "/_sim/faults", [](SimulatorState& s, Exchange&) { return pending_faults(s); });
  add("POST", "/_sim/faults", add_faults);
  add("DELETE", "/_sim/faults", remove_faults);
  add("PUT", "/_sim/keys", replace_keys);
  add("GET", "/_sim/stats", [](SimulatorState& s, Exchange&) { return s.stats.to_json(); });
  add("DELETE", "/_sim/stats", [](SimulatorState& s, Exchange&) {
    s.stats.clear();
    return s.stats.to_json();
  });
  add("GET", "/_sim/requests", [](SimulatorState& s, Exchange&) { return s.stats.recorded_json(); });
  add("PUT", "/_sim/options", set_options);
  add("POST", "/_sim/clock", advance_clock);
  add("POST", "/_sim/release", [](SimulatorState& s, Exchange&) {
    const auto count = s.hung.size();
    Patience::release_all(s);
    return json{{"released", count}};
  });
}

} // namespace geminid::sim
