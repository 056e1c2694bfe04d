// Puts a reply on the wire, with the faults of framing, pace and ending that a script asks for.
#pragma once

#include "server/http/exchange.hpp"
#include "server/net/task.hpp"
#include "tools/gemini_sim/faults.hpp"
#include "tools/gemini_sim/patience.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace geminid::sim {

struct StreamPlan {
  std::vector<nlohmann::json> events;
  /// Event stream, else a JSON array in pieces.
  bool sse = true;
  std::chrono::milliseconds pace{0};
  /// Of `raw_error` and `data_error`.
  ErrorContext context;
};

/// False: the client went before the end.
net::Task<bool> send_stream(http::Exchange& exchange, const RequestFaults& faults, Patience& patience,
                            const StreamPlan& plan);

/// A whole answer, or half of it where the faults say so.
net::Task<bool> send_whole(http::Exchange& exchange, const RequestFaults& faults, const ErrorContext& context,
                           http::Response response);

} // namespace geminid::sim
