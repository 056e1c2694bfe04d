// A streamed chat completion: one coroutine reads upstream (with failover) into the stream actor, the other pulls from
// it to the client.
#pragma once

#include "server/gateway/admission.hpp"
#include "server/gateway/failover.hpp"
#include "server/http/exchange.hpp"

namespace geminid::gateway {

struct ChatStreamPlan {
  UpstreamRequest request;
  Fallbacks fallbacks;
  Admission admission;
  translate::ReplyIdentity identity;
  bool include_usage = false;
};

/// How it ended, for the log.
struct StreamEnd {
  std::optional<translate::ApiError> error;
  std::vector<AttemptRecord> attempts;
  translate::Usage usage;
  std::string model;                 // that answered, or was asked last
  std::optional<Instant> first_byte; // sent
};

net::Task<StreamEnd> stream_chat(http::Exchange& exchange, Gateway& gateway, ChatStreamPlan plan);

} // namespace geminid::gateway
