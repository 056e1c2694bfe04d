#pragma once

#include <string_view>

namespace geminid::app {

/// "geminid 0.1.0 (commit)"
[[nodiscard]] std::string_view version_text();
/// "0.1.0"
[[nodiscard]] std::string_view version();
/// Of the source; "unknown" where there was no repository.
[[nodiscard]] std::string_view commit();

} // namespace geminid::app
