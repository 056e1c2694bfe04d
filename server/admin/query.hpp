// Parameters that many lists have.
#pragma once

#include "server/http/exchange.hpp"
#include "shared/json_fields.hpp"
#include "shared/result.hpp"

#include <cstddef>

namespace geminid::admin {

inline constexpr dto::IntegerRange query_limit_range{1, 1'000};

/// `?limit=`: within that range, 100 unless given.
[[nodiscard]] Result<std::size_t> query_limit(const http::Exchange& exchange);

} // namespace geminid::admin
