#include "webui/widgets/text.hpp"

#include "webui/widgets/notes.hpp"

#include <algorithm>
#include <imgui_internal.h>

namespace geminid::webui {
namespace {

class Styled {
public:
  explicit Styled(const TextStyle& style) {
    ImGui::PushFont(style.bold ? bold_font() : regular_font(), style.size);
    ImGui::PushStyleColor(ImGuiCol_Text, style.colour != 0 ? style.colour : theme().text);
  }
  ~Styled() {
    ImGui::PopStyleColor();
    ImGui::PopFont();
  }
  Styled(const Styled&) = delete;
  Styled& operator=(const Styled&) = delete;
};

const char* end_of(std::string_view text) {
  return text.data() + text.size();
}

} // namespace

TextStyle muted(float size) {
  return {size, false, theme().muted};
}
TextStyle bold(float size) {
  return {size, true, 0};
}

void text(std::string_view text, const TextStyle& style) {
  const Styled styled{style};
  ImGui::TextUnformatted(text.data(), end_of(text));
  note_text("text", text);
}

void paragraph(std::string_view text, const TextStyle& style) {
  const Styled styled{style};
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(text.data(), end_of(text));
  ImGui::PopTextWrapPos();
  note_text("text", text);
}

void text_cut(std::string_view text, float width, const TextStyle& style) {
  const Styled styled{style};
  const auto size = ImGui::CalcTextSize(text.data(), end_of(text));
  if (size.x <= width + 1) {
    ImGui::TextUnformatted(text.data(), end_of(text));
    note_text("text", text);
    return;
  }
  const auto from = ImGui::GetCursorScreenPos();
  const ImVec2 to{from.x + width, from.y + size.y};
  ImGui::Dummy({width, size.y});
  note_text("text", text);
  ImGui::RenderTextEllipsis(ImGui::GetWindowDrawList(), from, to, to.x, text.data(), end_of(text), &size);
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_DelayNormal))
    ImGui::SetTooltip("%.*s", static_cast<int>(text.size()), text.data());
}

void heading(std::string_view text, int level) {
  const Styled styled{{level == 1 ? (narrow() ? 20 : heading_size) : title_size, true, 0}};
  ImGui::TextUnformatted(text.data(), end_of(text));
  note_text("heading", text, level);
}

void field_label(std::string_view label) {
  leave_baseline(); // of another field before it on the line
  const Styled styled{muted(small_text_size)};
  ImGui::TextUnformatted(label.data(), end_of(label));
}

ImVec2 text_extent(std::string_view text, const TextStyle& style) {
  const Styled styled{style};
  return ImGui::CalcTextSize(text.data(), end_of(text));
}

void leave_baseline() {
  ImGui::GetCurrentWindow()->DC.CurrLineTextBaseOffset = 0;
}

void next_width(float width) {
  ImGui::SetNextItemWidth(std::min(width, ImGui::GetContentRegionAvail().x));
}

void align_right(float width) {
  ImGui::SameLine();
  const auto room = ImGui::GetContentRegionAvail().x;
  if (room >= width)
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + room - width);
  else
    ImGui::NewLine();
}

} // namespace geminid::webui
