// Who is asking. A constant-shape refusal: it never echoes what was sent.
#pragma once

#include "server/gateway/gateway.hpp"
#include "server/http/exchange.hpp"
#include "shared/result.hpp"

namespace geminid::gateway {

/// By `Authorization: Bearer`; 401 when it is missing, unknown, disabled or expired.
[[nodiscard]] Result<std::shared_ptr<const User>, translate::ApiError> authenticate(const http::Exchange& exchange,
                                                                                    const Gateway& gateway);

/// The token of an `Authorization: Bearer` header; empty when there is none.
[[nodiscard]] std::string_view bearer_token(const http::Exchange& exchange);

} // namespace geminid::gateway
