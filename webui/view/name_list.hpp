// Names in a text field: one a line, or between commas. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace geminid::webui {

/// In their order, each once, without the space around them.
[[nodiscard]] std::vector<std::string> split_names(std::string_view text);
[[nodiscard]] std::string join_names(const std::vector<std::string>& names, std::string_view separator);

} // namespace geminid::webui
