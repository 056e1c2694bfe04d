#include "webui/view/name_list.hpp"

#include <algorithm>
#include <array>

namespace geminid::webui {
namespace {

constexpr std::array<std::string_view, 8> separators{",", ";", "\n", "\r", "\t", " ", "，", "、"};

// Of the separator at the beginning; 0: there is none.
std::size_t separator_size(std::string_view text) {
  for (const auto separator : separators)
    if (text.starts_with(separator))
      return separator.size();
  return 0;
}

} // namespace

std::vector<std::string> split_names(std::string_view text) {
  std::vector<std::string> names;
  std::size_t size = 0;
  const auto take = [&](std::string_view name) {
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
      names.emplace_back(name);
  };
  while (size < text.size()) {
    const auto separator = separator_size(text.substr(size));
    if (separator == 0) {
      ++size;
      continue;
    }
    take(text.substr(0, size));
    text.remove_prefix(size + separator);
    size = 0;
  }
  take(text);
  return names;
}

std::string join_names(const std::vector<std::string>& names, std::string_view separator) {
  std::string text;
  for (const auto& name : names)
    text.append(text.empty() ? "" : separator).append(name);
  return text;
}

} // namespace geminid::webui
