// One request on its way through the simulator: who asks, for what, and what a script has against it.
#pragma once

#include "server/http/exchange.hpp"
#include "server/net/task.hpp"
#include "tools/gemini_sim/faults.hpp"
#include "tools/gemini_sim/named_errors.hpp"
#include "tools/gemini_sim/patience.hpp"
#include "tools/gemini_sim/simulator_state.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace geminid::sim {

/// Lives in its handler's coroutine.
struct Visit {
  Visit(SimulatorState& shared, http::Exchange& on);

  http::Exchange& exchange;
  Stats::Request counted;
  Patience patience;
  std::string key;
  std::string project;
  /// "v1beta", "v1" or "v1alpha".
  std::string version;
  /// As asked for; `model` is null when it is unknown.
  std::string model_id;
  std::string method;
  const Model* model = nullptr;
  RequestFaults faults{};

  [[nodiscard]] bool streams() const { return method == "streamGenerateContent"; }
  [[nodiscard]] bool sse() const { return exchange.query("alt") == "sse"; }
  [[nodiscard]] ErrorContext context() const;
};

net::Task<void> respond(Visit& visit, http::Response response);
/// Pretty-printed, as Google prints.
net::Task<void> respond_json(Visit& visit, const nlohmann::json& body);
/// Wrapped in a list where the client asked for a stream in array form.
net::Task<void> refuse(Visit& visit, ErrorAnswer answer);
net::Task<void> refuse(Visit& visit, const ApiError& error);

/// Fills in key and project, or gives the refusal of the credentials (gemini-wire.md, section 0 row 2).
[[nodiscard]] std::optional<ErrorAnswer> identify(SimulatorState& state, Visit& visit);

/// The faults that come instead of an answer. False: the visit is over.
net::Task<bool> survive_faults(Visit& visit);

} // namespace geminid::sim
