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
  int status = 200;
  std::string error;
  std::vector<AttemptRecord> attempts;
  translate::Usage usage;
};

net::Task<StreamEnd> stream_chat(http::Exchange& exchange, Gateway& gateway, ChatStreamPlan plan);

} // namespace geminid::gateway
