#pragma once

#include <string_view>

namespace geminid::http {

/// The value of the first cookie of that name in a `Cookie` header (RFC 6265, 4.2.1); empty when there is none.
[[nodiscard]] std::string_view cookie_value(std::string_view header, std::string_view name);

} // namespace geminid::http
