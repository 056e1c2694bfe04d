// Opaque places to go on from: page tokens and continuation tokens.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace geminid::sim {

/// Base64 text. `kind` keeps the tokens of one use apart from those of another.
[[nodiscard]] std::string issue_cursor(std::string_view kind, std::size_t place);
/// Nothing for what `issue_cursor` did not give for this kind.
[[nodiscard]] std::optional<std::size_t> read_cursor(std::string_view kind, std::string_view cursor);

} // namespace geminid::sim
