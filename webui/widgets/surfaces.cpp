#include "webui/widgets/surfaces.hpp"

#include "webui/widgets/controls.hpp"
#include "webui/widgets/frames.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/notes.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace geminid::webui {
namespace {

constexpr Phrase close_label{"Close", "关闭"};
constexpr Phrase loading_label{"Loading", "加载中"};

void title_bar(std::string_view title, bool& open) {
  heading(title, 2);
  align_right(ImGui::GetFrameHeight());
  if (icon_button(icon::close, std::string{tr(close_label)} + "##" + std::string{title}))
    open = false;
  ImGui::Separator();
  space(4);
}

// Escape belongs to the field or list that is open within.
bool escaped() {
  return ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows) && ImGui::IsKeyPressed(ImGuiKey_Escape, false) &&
         !ImGui::IsAnyItemActive() && !ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId);
}

bool pressed_outside() {
  return ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !ImGui::IsWindowAppearing() &&
         !ImGui::IsWindowHovered(ImGuiHoveredFlags_RootAndChildWindows | ImGuiHoveredFlags_AllowWhenBlockedByPopup |
                                 ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) &&
         !ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId);
}

} // namespace

void begin_card(const char* id, ImVec2 size) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, narrow() ? ImVec2(14, 14) : ImVec2(18, 16));
  ImGuiChildFlags flags = ImGuiChildFlags_Borders | ImGuiChildFlags_AlwaysUseWindowPadding;
  if (size.y == 0)
    flags |= ImGuiChildFlags_AutoResizeY;
  ImGui::BeginChild(id, size, flags, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar();
}

void end_card() {
  ImGui::EndChild();
}

Columns columns(float width_min, int columns_max) {
  const auto room = ImGui::GetContentRegionAvail().x;
  const int count = std::clamp(static_cast<int>((room + gap) / (width_min + gap)), 1, columns_max);
  return {count, std::floor((room - gap * static_cast<float>(count - 1)) / static_cast<float>(count))};
}

void next_column(int index, const Columns& columns) {
  if (index % columns.count != 0)
    ImGui::SameLine(0, gap);
  else if (index > 0)
    next_row();
}

void next_row() {
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + gap - ImGui::GetStyle().ItemSpacing.y);
}

bool begin_drawer(const char* id, std::string_view title, bool& open, float width) {
  if (!open)
    return false;
  const auto* const viewport = ImGui::GetMainViewport();
  const bool whole = narrow();
  const auto shown_width = whole ? viewport->Size.x : std::min(width, viewport->Size.x - 60);
  ImGui::SetNextWindowPos({viewport->Size.x - shown_width, 0});
  ImGui::SetNextWindowSize({shown_width, viewport->Size.y});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, whole ? ImVec2(14, 14) : ImVec2(24, 20));
  ImGui::PushStyleColor(ImGuiCol_WindowBg, theme().raised);
  ImGui::Begin(id, nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(3);
  if (ImGui::IsWindowAppearing())
    ImGui::SetWindowFocus();
  title_bar(title, open);
  if (escaped() || pressed_outside())
    open = false;
  return true;
}

void end_drawer() {
  ImGui::End();
}

bool begin_dialog(const char* id, std::string_view title, bool& open, float width) {
  if (!open)
    return false;
  if (!ImGui::IsPopupOpen(id))
    ImGui::OpenPopup(id);
  const auto* const viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(viewport->GetCenter(), ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSize({std::min(width, viewport->Size.x - 24), 0});
  ImGui::SetNextWindowSizeConstraints({0, 0}, {FLT_MAX, viewport->Size.y - 24});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, narrow() ? ImVec2(16, 16) : ImVec2(24, 20));
  const bool shown = ImGui::BeginPopupModal(
      id, nullptr, ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings);
  ImGui::PopStyleVar();
  if (!shown) {
    open = false;
    return false;
  }
  title_bar(title, open);
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false) && !ImGui::IsAnyItemActive())
    open = false;
  return true;
}

void end_dialog(bool open) {
  if (!open)
    ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

void pill(std::string_view text, ImU32 colour) {
  const TextStyle style{12, true, colour};
  const auto words = text_extent(text, style);
  const auto from = ImGui::GetCursorScreenPos();
  const ImVec2 size{pill_width(text), words.y + 8};
  auto* const list = ImGui::GetWindowDrawList();
  list->AddRectFilled(from, {from.x + size.x, from.y + size.y}, faded(colour, 0.13F), size.y / 2);
  list->AddCircleFilled({from.x + 12, from.y + size.y / 2}, 3, colour);
  list->AddText(bold_font(), style.size, {from.x + 20, from.y + 4}, colour, text.data(), text.data() + text.size());
  ImGui::Dummy(size);
  note_text("text", text);
}

float pill_width(std::string_view text) {
  return text_extent(text, {12, true, 0}).x + 30;
}

ImU32 colour_of(NoticeKind kind) {
  switch (kind) {
  case NoticeKind::good:
    return theme().good;
  case NoticeKind::warning:
    return theme().warn;
  case NoticeKind::error:
    return theme().bad;
  case NoticeKind::info:
    break;
  }
  return theme().info;
}

void notice(NoticeKind kind, std::string_view text) {
  constexpr std::array icons{icon::info, icon::check, icon::warning, icon::error};
  const auto colour = colour_of(kind);
  const auto from = ImGui::GetCursorScreenPos();
  const auto width = ImGui::GetContentRegionAvail().x;
  const auto room = std::max(width - 56, 40.0F);
  const auto words = regular_font()->CalcTextSizeA(14, FLT_MAX, room, text.data(), text.data() + text.size());
  const ImVec2 size{width, words.y + 20};
  auto* const list = ImGui::GetWindowDrawList();
  list->AddRectFilled(from, {from.x + size.x, from.y + size.y}, faded(colour, 0.11F), 10);
  list->AddText(regular_font(), 16, {from.x + 14, from.y + 9}, colour, icons[static_cast<std::size_t>(kind)]);
  list->AddText(regular_font(), 14, {from.x + 42, from.y + 10}, theme().text, text.data(), text.data() + text.size(),
                room);
  ImGui::Dummy(size);
  note_text(kind == NoticeKind::error ? "alert" : "status", text);
}

bool empty_state(const char* icon, std::string_view title, std::string_view explanation, const std::string& action) {
  space(24);
  const auto width = ImGui::GetContentRegionAvail().x;
  const auto centred = [&](float item) {
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max((width - item) / 2, 0.0F));
  };
  const auto mark = text_extent(icon, {36, false, 0});
  centred(mark.x);
  const auto from = ImGui::GetCursorScreenPos();
  ImGui::GetWindowDrawList()->AddText(regular_font(), 36, from, faded(theme().muted, 0.7F), icon);
  ImGui::Dummy({mark.x, 40});
  centred(text_extent(title, bold(title_size)).x);
  text(title, bold(title_size));
  const auto words = text_extent(explanation, muted(14));
  if (words.x < width)
    centred(words.x);
  paragraph(explanation, muted(14));
  bool pressed = false;
  if (!action.empty()) {
    space();
    centred(button_width(action));
    pressed = button(action, ButtonKind::primary);
  }
  space(24);
  return pressed;
}

void progress_bar(std::string_view label, float fraction, ImU32 colour, float height) {
  const auto from = ImGui::GetCursorScreenPos();
  const auto width = ImGui::GetContentRegionAvail().x;
  const auto share = std::isfinite(fraction) ? std::clamp(fraction, 0.0F, 1.0F) : 0;
  auto* const list = ImGui::GetWindowDrawList();
  list->AddRectFilled(from, {from.x + width, from.y + height}, faded(theme().line, 0.8F), height / 2);
  if (share > 0)
    list->AddRectFilled(from, {from.x + std::max(width * share, height), from.y + height}, colour, height / 2);
  ImGui::Dummy({width, height});
  note_text("img", label);
}

void loading_line() {
  const auto from = ImGui::GetCursorScreenPos();
  const auto width = ImGui::GetContentRegionAvail().x;
  const auto at = static_cast<float>(std::fmod(ImGui::GetTime(), 1.2) / 1.2);
  const auto length = width * 0.25F;
  const auto left = from.x + (width + length) * at - length;
  ImGui::GetWindowDrawList()->AddRectFilled({std::max(left, from.x), from.y},
                                            {std::min(left + length, from.x + width), from.y + 2}, theme().accent, 1);
  ImGui::Dummy({width, 2});
  note_text("status", tr(loading_label));
  redraw_within(Duration{33});
}

void space(float height) {
  ImGui::Dummy({0, height});
}

} // namespace geminid::webui
