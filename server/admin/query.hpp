// Parameters that many lists have.
#pragma once

#include "server/http/exchange.hpp"
#include "shared/result.hpp"

#include <cstddef>

namespace geminid::admin {

/// `?limit=`: 1 to 1,000, 100 unless given.
[[nodiscard]] Result<std::size_t> query_limit(const http::Exchange& exchange);

} // namespace geminid::admin
