#include "webui/app/page_list.hpp"

#include <algorithm>

namespace geminid::webui {

const PageEntry& entry_of(PageId id) {
  const auto* const found =
      std::find_if(page_list.begin(), page_list.end(), [&](const auto& entry) { return entry.id == id; });
  return *found;
}

std::optional<PageId> page_at(std::string_view path) {
  for (const auto& entry : page_list)
    if (entry.path == path)
      return entry.id;
  return std::nullopt;
}

} // namespace geminid::webui
