#include "webui/app/later_pages.hpp"

#include "webui/pages/keys/keys_page.hpp"
#include "webui/pages/logs_page.hpp"
#include "webui/pages/models/models_page.hpp"
#include "webui/pages/playground/playground_page.hpp"
#include "webui/pages/routing/routing_page.hpp"
#include "webui/pages/settings/settings_page.hpp"
#include "webui/pages/system_page.hpp"
#include "webui/pages/user_keys/user_keys_page.hpp"

namespace geminid::webui {

std::unique_ptr<Page> make_later_page(PageId id, PageContext& context) {
  switch (id) {
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
  case PageId::overview:
    break;
  }
  return std::make_unique<SystemPage>(context);
}

} // namespace geminid::webui
