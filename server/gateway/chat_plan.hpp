// What a chat handler has found out of a request, and what became of it.
#pragma once

#include "server/gateway/admission.hpp"
#include "server/gateway/failover.hpp"

#include <memory>

namespace geminid::gateway {

struct ChatPlan {
  UpstreamRequest request;
  Fallbacks fallbacks;
  std::size_t parallel = 1; // requests side by side, each for a choice
  Admission admission;
  translate::ReplyIdentity identity;
  bool stream = false;
  bool include_usage = false;
};
/// On the heap, lest each frame that hands it on holds one.
using ChatPlanPtr = std::unique_ptr<ChatPlan>;

/// How it ended, for the log.
struct ChatEnd {
  std::optional<translate::ApiError> error;
  std::vector<AttemptRecord> attempts;
  translate::Usage usage;            // of all upstream answers
  std::string model;                 // that answered, or was asked last
  std::optional<Instant> first_byte; // on its way to the client
};

} // namespace geminid::gateway
