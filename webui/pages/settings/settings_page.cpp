#include "webui/pages/settings/settings_page.hpp"

#include "webui/widgets/controls.hpp"
#include "webui/widgets/frames.hpp"
#include "webui/widgets/language.hpp"

namespace geminid::webui {
namespace {

constexpr Phrase look_title{"Look", "外观"};
constexpr Phrase look_words{"Kept in this browser alone.", "仅保存在当前浏览器中。"};
constexpr Phrase language_label{"Language", "语言"};
constexpr Phrase theme_label{"Theme", "主题"};
constexpr Phrase dark_label{"Dark", "深色"};
constexpr Phrase light_label{"Light", "浅色"};

constexpr int frames_to_settle = 4;

} // namespace

void SettingsPage::enter(std::string_view details) {
  to_backup_ = detail(details, "card") == "backup" ? frames_to_settle : 0;
  form_.make_stale();
  sessions_.make_stale();
  system_.make_stale();
}

void SettingsPage::changed(Change change) {
  if (change == Change::settings || change == Change::all)
    form_.make_stale();
  if (change == Change::sessions || change == Change::all)
    sessions_.make_stale();
}

void SettingsPage::load() {
  sessions_.load();
  if (system_.wanted())
    context().client.load(system_, "/admin/api/system", dto::parse_system_status);
}

void SettingsPage::draw() {
  load();
  const bool loaded = form_.ready();
  const auto grid = columns(420, 2);
  ImGui::BeginGroup();
  if (loaded) {
    draw_thinking(grid.width);
    draw_prompt(grid.width);
    prices_.draw(form_, grid.width);
    draw_logs(grid.width);
  }
  ImGui::EndGroup();
  if (loaded)
    next_column(1, grid);
  ImGui::BeginGroup();
  draw_look(grid.width);
  if (loaded) {
    draw_keep_alive(grid.width);
    draw_health(grid.width);
  }
  sessions_.draw_password(grid.width);
  sessions_.draw_sessions(grid.width);
  draw_backup(grid.width, loaded);
  backups_.draw_restore(grid.width);
  ImGui::EndGroup();
}

void SettingsPage::draw_backup(float width, bool loaded) {
  const auto* const system = system_.get();
  if (to_backup_ > 0) {
    ImGui::SetScrollHereY(0);
    if (loaded && system != nullptr) {
      --to_backup_;
      redraw_within(Duration{20});
    }
  }
  backups_.draw_backup(width, system != nullptr && !system->store.persistent);
}

void SettingsPage::draw_look(float width) {
  auto& preferences = context().preferences;
  begin_card("##look", {width, 0});
  heading(tr(look_title), 2);
  paragraph(tr(look_words), muted(small_text_size));
  constexpr std::array languages{"English", "中文"};
  int language = preferences.language() == Language::chinese ? 1 : 0;
  if (segmented(tr(language_label), language, languages))
    preferences.set_language(language == 1 ? Language::chinese : Language::english);
  const std::array themes{tr(dark_label), tr(light_label)};
  int chosen = preferences.dark() ? 0 : 1;
  if (segmented(tr(theme_label), chosen, themes))
    preferences.set_dark(chosen == 0);
  end_card();
}

} // namespace geminid::webui
