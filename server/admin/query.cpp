#include "server/admin/query.hpp"

#include <charconv>

namespace geminid::admin {

Result<std::size_t> query_limit(const http::Exchange& exchange) {
  std::int64_t limit = 100;
  if (const auto said = exchange.query("limit")) {
    const auto* const end = said->data() + said->size();
    const auto [stop, ec] = std::from_chars(said->data(), end, limit);
    if (ec != std::errc{} || stop != end || limit < query_limit_range.min || limit > query_limit_range.max)
      return Error{"limit must be a whole number from 1 to 1000", "limit"};
  }
  return static_cast<std::size_t>(limit);
}

} // namespace geminid::admin
