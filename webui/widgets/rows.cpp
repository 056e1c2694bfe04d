#include "webui/widgets/rows.hpp"

#include "webui/widgets/notes.hpp"

#include <algorithm>
#include <imgui_internal.h>

namespace geminid::webui {
namespace {

const char* end_of(std::string_view text) {
  return text.data() + text.size();
}

ImFont* font_of(const TextStyle& style) {
  return style.bold ? bold_font() : regular_font();
}

ImU32 ink_of(const TextStyle& style) {
  return style.colour != 0 ? style.colour : theme().text;
}

} // namespace

ImU32 colour_of(Tone tone) {
  switch (tone) {
  case Tone::accent:
    return theme().accent;
  case Tone::info:
    return theme().info;
  case Tone::good:
    return theme().good;
  case Tone::warn:
    return theme().warn;
  case Tone::bad:
    return theme().bad;
  case Tone::neutral:
    break;
  }
  return theme().muted;
}

PressRow press_row(const std::string& id, std::string_view spoken, float height, std::string_view role) {
  PressRow row;
  row.from = ImGui::GetCursorScreenPos();
  row.to = {row.from.x + std::max(ImGui::GetContentRegionAvail().x, 1.0F), row.from.y + height};
  row.pressed = ImGui::InvisibleButton(id.c_str(), {row.width(), height}, ImGuiButtonFlags_EnableNav);
  row.hovered = ImGui::IsItemHovered();
  note_widget(role, spoken);
  if (row.hovered) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    ImGui::GetWindowDrawList()->AddRectFilled(row.from, row.to, faded(theme().accent, 0.07F), 8);
  }
  return row;
}

void draw_cut(ImVec2 at, float width, std::string_view text, const TextStyle& style) {
  if (text.empty() || width < 4)
    return;
  auto* const list = ImGui::GetWindowDrawList();
  const auto size = text_extent(text, style);
  if (size.x <= width) {
    list->AddText(font_of(style), style.size, at, ink_of(style), text.data(), end_of(text));
    return;
  }
  ImGui::PushFont(font_of(style), style.size);
  ImGui::PushStyleColor(ImGuiCol_Text, ink_of(style));
  const ImVec2 to{at.x + width, at.y + size.y};
  ImGui::RenderTextEllipsis(list, at, to, to.x, text.data(), end_of(text), &size);
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

void draw_right(float right, float y, std::string_view text, const TextStyle& style) {
  const auto size = text_extent(text, style);
  ImGui::GetWindowDrawList()->AddText(font_of(style), style.size, {right - size.x, y}, ink_of(style), text.data(),
                                      end_of(text));
}

void draw_pill(ImVec2 left_middle, std::string_view text, ImU32 colour) {
  const TextStyle style{12, true, colour};
  const auto words = text_extent(text, style);
  const auto height = words.y + 8;
  const ImVec2 from{left_middle.x, left_middle.y - height / 2};
  auto* const list = ImGui::GetWindowDrawList();
  list->AddRectFilled(from, {from.x + words.x + 30, from.y + height}, faded(colour, 0.13F), height / 2);
  list->AddCircleFilled({from.x + 12, left_middle.y}, 3, colour);
  list->AddText(bold_font(), style.size, {from.x + 20, from.y + 4}, colour, text.data(), end_of(text));
}

void draw_bar(ImVec2 from, float width, float height, double fraction, ImU32 colour) {
  auto* const list = ImGui::GetWindowDrawList();
  list->AddRectFilled(from, {from.x + width, from.y + height}, faded(theme().line, 0.8F), height / 2);
  const auto share = static_cast<float>(std::clamp(fraction, 0.0, 1.0));
  if (share > 0)
    list->AddRectFilled(from, {from.x + std::max(width * share, height), from.y + height}, colour, height / 2);
}

} // namespace geminid::webui
