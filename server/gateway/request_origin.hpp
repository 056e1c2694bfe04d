// Of which client request an upstream request is a part: by its id, and by the trace that the client is in (W3C Trace
// Context).
#pragma once

#include "server/gateway/gateway.hpp"
#include "server/gateway/upstream_request.hpp"
#include "server/http/exchange.hpp"

#include <string_view>

namespace geminid::gateway {

/// The trace's headers are empty unless they are to be passed on and well-formed.
[[nodiscard]] RequestOrigin origin_of(const http::Exchange& exchange, const Gateway& gateway);

[[nodiscard]] bool is_traceparent(std::string_view value);
[[nodiscard]] bool is_tracestate(std::string_view value);
/// 32 hexadecimal digits; empty: the request is in no trace.
[[nodiscard]] std::string_view trace_id(const RequestOrigin& origin);

} // namespace geminid::gateway
