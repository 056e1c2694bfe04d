// What a client is told when its request can't be served (gemini-wire.md, 9.8): one place for every status, code and
// retry header.
#pragma once

#include "actors/messages.hpp"
#include "actors/policy/user_quota.hpp"
#include "server/http/exchange.hpp"
#include "server/translate/openai_error.hpp"
#include "server/upstream/client.hpp"

#include <string_view>
#include <vector>

namespace geminid::gateway {

struct Failure {
  translate::ApiError error;
  std::vector<http::Header> headers = {}; // Retry-After and its relatives
  /// The model was overloaded or exhausted: its fallbacks may do better.
  bool another_model_may_serve = false;
};

[[nodiscard]] Failure no_room(actors::NoRoom cause, std::string_view model, Instant retry_at, Instant now);
/// A limit of the user key itself.
[[nodiscard]] Failure over_limit(const policy::Overrun& overrun, Instant now);
/// `message` is Google's own text, already redacted.
[[nodiscard]] Failure refused(policy::Refusal refusal, std::string_view message, std::string_view model);
[[nodiscard]] Failure wire_fault(upstream::Fault fault);

[[nodiscard]] http::Response to_response(const Failure& failure);

} // namespace geminid::gateway
