#include "webui/pages/logs_page.hpp"

#include "webui/widgets/controls.hpp"
#include "webui/widgets/language.hpp"

#include <array>

namespace geminid::webui {
namespace {

constexpr Phrase requests_tab{"Requests", "请求"};
constexpr Phrase audit_tab{"Audit", "审计"};
constexpr const char* tabs_label = "##tabs";

} // namespace

void LogsPage::enter(std::string_view details) {
  tab_ = detail(details, "tab") == "audit" ? 1 : 0;
  requests_.enter(details);
  audit_.enter();
}

void LogsPage::changed(Change change) {
  requests_.changed(change);
  audit_.changed(change);
}

void LogsPage::draw_actions() {
  const std::array tabs{tr(requests_tab), tr(audit_tab)};
  align_right(button_width(tabs[0]) + button_width(tabs[1]) + 6);
  segmented(tabs_label, tab_, tabs);
}

void LogsPage::draw() {
  if (tab_ == 0)
    requests_.draw();
  else
    audit_.draw();
}

} // namespace geminid::webui
