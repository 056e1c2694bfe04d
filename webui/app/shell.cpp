// How the frame around the pages is drawn: navigation, title, connection, preferences.
#include "webui/app/app.hpp"
#include "webui/app/page_list.hpp"
#include "webui/core/format.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/frames.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/notes.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

constexpr float sidebar_width = 228;
constexpr float bar_height = 64;
// What is pressed is higher for a finger.
constexpr float finger_padding = 12;
constexpr float pointer_padding = 8;

constexpr Phrase live_label{"Live", "实时"};
constexpr Phrase offline_label{"Reconnecting…", "正在重连…"};
constexpr Phrase offline_notice{
    "The server does not answer. What you see is the last that was known; it is tried again.",
    "服务器没有响应。当前显示的是最近一次的数据，正在自动重试。"};
constexpr Phrase slow_notice{"Still loading, please wait.", "正在加载，请稍候。"};
constexpr Phrase failed_notice{"This page could not be loaded. It is tried again {}.", "加载失败，{}重试。"};
constexpr Phrase reload_label{"Reload", "重新加载"};
constexpr Phrase more_label{"More", "更多"};
constexpr Phrase to_light{"Light theme", "浅色主题"};
constexpr Phrase to_dark{"Dark theme", "深色主题"};
constexpr const char* other_language = "中文##language";
constexpr const char* other_language_from_chinese = "English##language";
constexpr Phrase log_out_label{"Log out", "退出登录"};

struct NavigationItem {
  const char* icon;
  const char* label;
  bool chosen;
};

bool pressed(const NavigationItem& item, const ImVec2& size) {
  const bool was_pressed = ImGui::InvisibleButton(item.label, size, ImGuiButtonFlags_EnableNav);
  note_widget("link", item.label);
  note_checked(item.chosen);
  if (ImGui::IsItemHovered())
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  return was_pressed;
}

bool sidebar_item(const NavigationItem& item, const ImVec2& size) {
  const auto from = ImGui::GetCursorScreenPos();
  const bool was_pressed = pressed(item, size);
  const bool hovered = ImGui::IsItemHovered();
  auto* const list = ImGui::GetWindowDrawList();
  if (item.chosen || hovered)
    list->AddRectFilled(from, {from.x + size.x, from.y + size.y}, faded(theme().accent, item.chosen ? 0.16F : 0.07F),
                        10);
  const auto colour = item.chosen || hovered ? theme().text : theme().muted;
  auto* const font = item.chosen ? bold_font() : regular_font();
  list->AddText(regular_font(), 16, {from.x + 14, from.y + size.y / 2 - 10}, item.chosen ? theme().accent : colour,
                item.icon);
  list->AddText(font, text_size, {from.x + 46, from.y + size.y / 2 - 9}, colour, item.label);
  return was_pressed;
}

bool bar_item(const NavigationItem& item, const ImVec2& size) {
  const auto from = ImGui::GetCursorScreenPos();
  const bool was_pressed = pressed(item, size);
  auto* const list = ImGui::GetWindowDrawList();
  const auto colour = item.chosen ? theme().text : theme().muted;
  const auto words = text_extent(item.label, {12, item.chosen, 0});
  const auto mark = text_extent(item.icon, {20, false, 0});
  list->AddText(regular_font(), 20, {from.x + (size.x - mark.x) / 2, from.y + 8}, item.chosen ? theme().accent : colour,
                item.icon);
  list->AddText(item.chosen ? bold_font() : regular_font(), 12, {from.x + (size.x - words.x) / 2, from.y + 38}, colour,
                item.label);
  return was_pressed;
}

} // namespace

void App::draw() {
  const auto* const viewport = ImGui::GetMainViewport();
  ImGui::GetStyle().FramePadding.y = narrow() ? finger_padding : pointer_padding;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(viewport->Size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::Begin("root", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar();
  const auto left = narrow() ? 0 : sidebar_width;
  const auto bottom = narrow() ? bar_height : 0;
  if (!narrow())
    draw_sidebar(left);
  draw_main({left, 0}, {viewport->Size.x - left, viewport->Size.y - bottom});
  if (narrow())
    draw_bottom_bar(bottom);
  ImGui::End();
  draw_more_drawer();
  toasts_.draw(host_.now());
}

void App::draw_sidebar(float width) {
  const auto height = ImGui::GetMainViewport()->Size.y;
  auto* const list = ImGui::GetWindowDrawList();
  list->AddRectFilled({0, 0}, {width, height}, theme().sidebar);
  list->AddLine({width, 0}, {width, height}, theme().line);
  list->AddRectFilled({20, 22}, {54, 56}, theme().accent, 10);
  list->AddText(regular_font(), 18, {28, 28}, theme().accent_text, icon::bolt);
  list->AddText(bold_font(), 18, {66, 29}, theme().text, "geminid");
  auto y = 84.0F;
  for (const auto& entry : page_list) {
    ImGui::SetCursorPos({14, y});
    if (sidebar_item({entry.icon, tr(entry.title), entry.id == current_}, {width - 28, 42}))
      go(entry.id, {});
    y += 46;
  }
  ImGui::SetCursorPos({16, height - 52});
  draw_preferences();
}

void App::draw_preferences() {
  if (icon_button(dark_ ? icon::light_mode : icon::dark_mode, tr(dark_ ? to_light : to_dark)))
    set_dark(!dark_);
  ImGui::SameLine(0, 4);
  const bool chinese = locale_.language == Language::chinese;
  if (button(chinese ? other_language_from_chinese : other_language, ButtonKind::quiet))
    set_language(chinese ? Language::english : Language::chinese);
  ImGui::SameLine(0, 4);
  if (icon_button(icon::log_out, tr(log_out_label)))
    client_.call("POST", "/admin/api/logout", nullptr, [this](const ApiResult&) { host_.ask_for_login(); });
}

void App::draw_bottom_bar(float height) {
  const auto size = ImGui::GetMainViewport()->Size;
  auto* const list = ImGui::GetWindowDrawList();
  list->AddRectFilled({0, size.y - height}, size, theme().sidebar);
  list->AddLine({0, size.y - height}, {size.x, size.y - height}, theme().line);
  const ImVec2 place{size.x / static_cast<float>(pages_in_bar + 1), height};
  bool in_bar = false;
  for (std::size_t i = 0; i < pages_in_bar; ++i) {
    const auto& entry = page_list[i];
    in_bar = in_bar || entry.id == current_;
    ImGui::SetCursorPos({place.x * static_cast<float>(i), size.y - height});
    if (bar_item({entry.icon, tr(entry.short_title), entry.id == current_}, place))
      go(entry.id, {});
  }
  ImGui::SetCursorPos({place.x * static_cast<float>(pages_in_bar), size.y - height});
  if (bar_item({icon::menu, tr(more_label), !in_bar}, place))
    more_open_ = true;
}

void App::draw_more_drawer() {
  if (!begin_drawer("##more", tr(more_label), more_open_))
    return;
  for (std::size_t i = pages_in_bar; i < page_list.size(); ++i) {
    const auto& entry = page_list[i];
    if (sidebar_item({entry.icon, tr(entry.title), entry.id == current_}, {ImGui::GetContentRegionAvail().x, 46}))
      go(entry.id, {});
  }
  space(16);
  draw_preferences();
  end_drawer();
}

void App::draw_connection() {
  const bool online = client_.connection() == Client::Connection::online && live_.connected();
  const auto* const label = tr(online ? live_label : offline_label);
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + 6);
  pill(label, online ? theme().good : theme().warn);
}

void App::draw_coming_page() {
  const auto now = host_.now();
  if (const auto again = later_part_.again_at()) {
    notice(NoticeKind::warning,
           filled(tr(failed_notice), {format_relative(std::max(*again, now), now, locale_.language)}));
    space();
    if (button(tr(reload_label)))
      host_.reload();
    redraw_within(std::chrono::seconds{1});
    return;
  }
  loading_line();
  if (later_part_.slow(now))
    notice(NoticeKind::info, tr(slow_notice));
}

void App::draw_main(ImVec2 position, ImVec2 size) {
  ImGui::SetCursorPos(position);
  ImGui::PushStyleColor(ImGuiCol_ChildBg, theme().background);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, narrow() ? ImVec2(14, 14) : ImVec2(28, 22));
  ImGui::PushStyleVar(ImGuiStyleVar_ChildBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_ChildRounding, 0);
  // Each page keeps its own place when one comes back to it.
  ImGui::PushID(static_cast<int>(current_));
  ImGui::BeginChild("page", size, ImGuiChildFlags_AlwaysUseWindowPadding);
  ImGui::PopStyleVar(3);
  ImGui::PopStyleColor();

  auto* const page = pages_[static_cast<std::size_t>(current_)].get();
  heading(tr(entry_of(current_).title), 1);
  ImGui::SameLine(0, 14);
  draw_connection();
  if (page != nullptr)
    page->draw_actions();
  space(2);
  if (client_.connection() == Client::Connection::offline)
    notice(NoticeKind::warning, tr(offline_notice));
  if (page != nullptr)
    page->draw();
  else
    draw_coming_page();
  space(10);

  ImGui::EndChild();
  ImGui::PopID();
}

} // namespace geminid::webui
