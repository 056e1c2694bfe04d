#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace geminid::store {

/// The standard alphabet, padded, in one line.
[[nodiscard]] std::string to_base64(std::string_view bytes);
/// Only what `to_base64` writes; nothing on anything else.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

} // namespace geminid::store
