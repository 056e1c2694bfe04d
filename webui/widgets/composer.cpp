#include "webui/widgets/composer.hpp"

#include "webui/widgets/notes.hpp"
#include "webui/widgets/theme.hpp"

#include <misc/cpp/imgui_stdlib.h>

#include <imgui_internal.h>

namespace geminid::webui {
namespace {

// A line feed of the Enter key alone, not of what is pasted, is what sends.
int filter(ImGuiInputTextCallbackData* data) {
  const bool enter = ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
  if (data->EventChar != '\n' || !enter || ImGui::GetIO().KeyShift)
    return 0;
  *static_cast<bool*>(data->UserData) = true;
  return 1;
}

} // namespace

bool Composer::draw(const std::string& label, const char* hint, std::string& text, float width, float height) {
  if (wants_focus_)
    ImGui::SetKeyboardFocusHere();
  wants_focus_ = false;
  entered_ = false;
  // While it has the keyboard, the field has a text of its own.
  if (text.size() != size_)
    if (auto* const state = ImGui::GetInputTextState(ImGui::GetID(("##" + label).c_str())))
      state->ReloadUserBufAndMoveToEnd();
  const auto from = ImGui::GetCursorScreenPos();
  ImGui::InputTextMultiline(("##" + label).c_str(), &text, {width, height}, ImGuiInputTextFlags_CallbackCharFilter,
                            filter, &entered_);
  size_ = text.size();
  note_widget("textbox", label, text);
  const auto& children = ImGui::GetCurrentWindow()->DC.ChildWindows;
  if (text.empty() && !children.empty()) {
    // A field of several lines is a window of its own, and above what is drawn here.
    auto* const list = children.back()->DrawList;
    const auto padding = ImGui::GetStyle().FramePadding;
    list->PushClipRect(from, {from.x + width - padding.x, from.y + height}, true);
    list->AddText(regular_font(), text_size, {from.x + padding.x + 1, from.y + padding.y}, theme().muted, hint);
    list->PopClipRect();
  }
  return entered_;
}

} // namespace geminid::webui
