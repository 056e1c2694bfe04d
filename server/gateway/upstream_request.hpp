// What is sent to Google, whichever key sends it. Knows no API surface.
#pragma once

#include "server/gateway/affinity.hpp"
#include "server/net/task.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace geminid::gateway {

/// Of which client request it is a part.
struct RequestOrigin {
  std::string request_id;
  std::string traceparent; // empty: none that is passed on
  std::string tracestate;
};

struct UpstreamRequest {
  std::string model;
  std::string target; // "/v1beta/models/…"
  std::string body;
  std::int64_t tokens = 0; // estimate of the input
  std::string user;        // whose turn it is
  Affinity::Conversation conversation = 0;
  Affinity::Conversation next_conversation = 0; // by which the conversation's next request will be known
  std::vector<std::string> recalled;            // keys of the signatures in it that the client had dropped
  RequestOrigin origin = {};
};

/// The models to ask when the first one is overloaded or exhausted, and the same request for each; nothing where it
/// can't be said to that model.
struct Fallbacks {
  std::vector<std::string> models;
  std::function<net::Task<std::optional<UpstreamRequest>>(const std::string& model)> request_for;
  /// The client is gone: `request_for` ends soon, and has nothing.
  std::function<void()> cancel = [] {};
};

} // namespace geminid::gateway
