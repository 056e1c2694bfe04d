#include "webui/pages/system_page.hpp"

#include "webui/view/system_view.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/frames.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"

namespace geminid::webui {
namespace {

constexpr Phrase reload{"Reload", "刷新"};
constexpr Duration reload_every{5'000};

void draw_group(const FactGroup& group, float width) {
  begin_card(group.title.c_str(), {width, 0});
  heading(group.title, 2);
  space(2);
  for (const auto& fact : group.facts) {
    text(fact.label, muted(14));
    const TextStyle style{14, true, fact.bad ? theme().warn : 0};
    align_right(text_extent(fact.value, style).x);
    text_cut(fact.value, ImGui::GetContentRegionAvail().x, style);
  }
  end_card();
}

} // namespace

void SystemPage::enter(std::string_view) {
  status_.make_stale();
}

void SystemPage::changed(Change change) {
  if (change == Change::all)
    status_.make_stale();
}

// Its numbers move all the time: while it is shown, it looks again by itself.
void SystemPage::keep_fresh() {
  const auto loaded = status_.loaded_at();
  if (loaded && context().host.now() - *loaded >= reload_every)
    status_.make_stale();
  redraw_within(reload_every);
  if (status_.wanted())
    context().client.load(status_, "/admin/api/system", dto::parse_system_status);
}

void SystemPage::draw_actions() {
  const auto label = std::string{icon::refresh} + " " + tr(reload);
  align_right(button_width(label));
  if (button(label))
    status_.make_stale();
}

void SystemPage::draw() {
  keep_fresh();
  if (!status_.error().empty())
    notice(NoticeKind::error, status_.error());
  if (status_.get() == nullptr) {
    if (status_.loading())
      loading_line();
    return;
  }
  const auto view = make_system_view(*status_.get(), context().host.now(), locale());
  for (const auto& warning : view.warnings)
    notice(NoticeKind::warning, warning);
  const auto grid = columns(360, 3);
  for (std::size_t i = 0; i < view.groups.size(); ++i) {
    next_column(static_cast<int>(i), grid);
    draw_group(view.groups[i], grid.width);
  }
}

} // namespace geminid::webui
