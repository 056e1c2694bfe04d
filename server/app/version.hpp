#pragma once

#include <string_view>

namespace geminid::app {

/// "geminid 0.1.0 (commit)"
[[nodiscard]] std::string_view version_text();

} // namespace geminid::app
