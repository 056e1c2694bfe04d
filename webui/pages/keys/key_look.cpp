#include "webui/pages/keys/key_look.hpp"

#include "webui/widgets/notes.hpp"

#include <array>

namespace geminid::webui {
namespace {

void draw_tick_mark(ImDrawList& draw, ImVec2 box) {
  const std::array mark{ImVec2{box.x + 5, box.y + 10.5F}, ImVec2{box.x + 8.5F, box.y + 14},
                        ImVec2{box.x + 15, box.y + 6.5F}};
  draw.AddPolyline(mark.data(), static_cast<int>(mark.size()), theme().accent_text, 0, 2);
}

} // namespace

bool draw_tick(const std::string& label, KeySelection::Mark mark) {
  const auto side = narrow() ? tick_width : tick_size;
  const auto from = ImGui::GetCursorScreenPos();
  const bool pressed = ImGui::InvisibleButton(("##" + label).c_str(), {side, side}, ImGuiButtonFlags_EnableNav);
  note_widget("checkbox", label);
  note_checked(mark == KeySelection::Mark::all);
  const auto inset = (side - tick_size) / 2;
  const ImVec2 min{from.x + inset, from.y + inset};
  const ImVec2 max{min.x + tick_size, min.y + tick_size};
  const bool on = mark != KeySelection::Mark::none;
  auto* const draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(min, max, on ? theme().accent : theme().field, 6);
  if (!on)
    draw->AddRect(min, max, ImGui::IsItemHovered() ? theme().accent : theme().line, 6);
  if (mark == KeySelection::Mark::all)
    draw_tick_mark(*draw, min);
  else if (on)
    draw->AddRectFilled({min.x + 5, min.y + 9}, {max.x - 5, max.y - 9}, theme().accent_text);
  if (ImGui::IsItemHovered())
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  return pressed;
}

} // namespace geminid::webui
