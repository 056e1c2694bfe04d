#include "webui/app/page_list.hpp"

#include "webui/pages/keys/keys_page.hpp"
#include "webui/pages/logs_page.hpp"
#include "webui/pages/models/models_page.hpp"
#include "webui/pages/overview_page.hpp"
#include "webui/pages/playground/playground_page.hpp"
#include "webui/pages/routing/routing_page.hpp"
#include "webui/pages/settings/settings_page.hpp"
#include "webui/pages/system_page.hpp"
#include "webui/pages/user_keys/user_keys_page.hpp"

#include <algorithm>

namespace geminid::webui {

std::unique_ptr<Page> make_page(PageId id, PageContext& context) {
  switch (id) {
  case PageId::overview:
    return std::make_unique<OverviewPage>(context);
  case PageId::keys:
    return std::make_unique<KeysPage>(context);
  case PageId::user_keys:
    return std::make_unique<UserKeysPage>(context);
  case PageId::routing:
    return std::make_unique<RoutingPage>(context);
  case PageId::models:
    return std::make_unique<ModelsPage>(context);
  case PageId::logs:
    return std::make_unique<LogsPage>(context);
  case PageId::playground:
    return std::make_unique<PlaygroundPage>(context);
  case PageId::settings:
    return std::make_unique<SettingsPage>(context);
  case PageId::system:
    break;
  }
  return std::make_unique<SystemPage>(context);
}

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
