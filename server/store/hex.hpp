#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace geminid::store {

/// Lower case.
[[nodiscard]] std::string to_hex(std::string_view bytes);
/// Nothing when `text` is not an even number of hexadecimal digits.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);

} // namespace geminid::store
