// What commands read from the operator: files, and secrets that do not belong on command lines.
#pragma once

#include "shared/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace geminid::app {

/// The whole file, or standard input for "-". The error's field is `FILE`.
[[nodiscard]] Result<std::string> read_input(const std::string& file);

/// One line of standard input, asked for without an echo where a person types it. The error's field is `what`.
[[nodiscard]] Result<std::string> read_secret(std::string_view what);

} // namespace geminid::app
