// The bytes in front of a request's body.
#pragma once

#include "server/upstream/client.hpp"

#include <optional>
#include <string>

namespace geminid::upstream {

/// Nothing when a part of the request holds what may not stand in a head (control characters; spaces in the target):
/// such a request could be read as two.
[[nodiscard]] std::optional<std::string> request_head(const Origin& origin, const Request& request);

} // namespace geminid::upstream
