#include "webui/widgets/notes.hpp"

#include <cstring>
#include <imgui_internal.h>
#include <unordered_map>

namespace geminid::webui {
namespace {

struct Noted {
  ScreenItem item;
  ImRect rect;
  int flags = 0;
  bool visible = false;
};

std::vector<Noted> noted;
std::unordered_map<ImGuiID, std::size_t> by_id;

void place(Noted& note, const ImRect& rect, const ImGuiWindow* window) {
  note.rect = rect;
  if (window != nullptr) {
    note.rect.ClipWith(window->ClipRect);
    note.item.cut = note.rect.GetWidth() < rect.GetWidth() - 1;
    note.item.window = window->RootWindow->ID;
  }
  note.visible = window != nullptr && !window->Hidden && note.rect.GetWidth() > 0.5F && note.rect.GetHeight() > 0.5F;
}

Noted* last_widget() {
  const auto found = by_id.find(GImGui->LastItemData.ID);
  return found == by_id.end() ? nullptr : &noted[found->second];
}

// Icons have no sound, and what follows "##" only tells ids apart.
std::string readable(std::string_view label) {
  label = label.substr(0, label.find("##"));
  std::string text;
  for (std::size_t i = 0; i < label.size();) {
    // U+E000 to U+F8FF are EE 80 80 to EF A3 BF.
    const auto byte = static_cast<unsigned char>(label[i]);
    const bool icon =
        i + 2 < label.size() && (byte == 0xEE || (byte == 0xEF && static_cast<unsigned char>(label[i + 1]) <= 0xA3));
    if (icon)
      i += 3;
    else
      text += label[i++];
  }
  const auto first = text.find_first_not_of(' ');
  if (first == std::string::npos)
    return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string_view role_of(int flags) {
  if ((flags & ImGuiItemStatusFlags_Inputable) != 0)
    return "textbox";
  return (flags & ImGuiItemStatusFlags_Checkable) != 0 ? "checkbox" : "button";
}

} // namespace

void note_text(std::string_view role, std::string_view text, int level) {
  Noted note;
  place(note, GImGui->LastItemData.Rect, GImGui->CurrentWindow);
  note.item.role = role;
  note.item.label = readable(text);
  note.item.level = level;
  if (!note.item.label.empty())
    noted.push_back(std::move(note));
}

void note_widget(std::string_view role, std::string_view label, std::string_view value) {
  auto* const widget = last_widget();
  if (widget == nullptr)
    return;
  if (!role.empty())
    widget->item.role = role;
  if (!label.empty())
    widget->item.label = readable(label);
  widget->item.value = value;
}

void note_checked(bool checked) {
  if (auto* const widget = last_widget()) {
    widget->flags &= ~ImGuiItemStatusFlags_Checked;
    widget->flags |= checked ? ImGuiItemStatusFlags_Checked : 0;
  }
}

void begin_notes() {
  noted.clear();
  by_id.clear();
}

std::vector<ScreenItem> take_notes() {
  std::vector<ScreenItem> items;
  for (auto& note : noted) {
    if (!note.visible || (note.item.label.empty() && note.item.value.empty()))
      continue;
    auto& item = note.item;
    if (item.role.empty())
      item.role = role_of(note.flags);
    item.checked = (note.flags & ImGuiItemStatusFlags_Checked) != 0;
    item.focused =
        item.id != 0 && (GImGui->ActiveId == item.id || (GImGui->NavCursorVisible && GImGui->NavId == item.id));
    item.x = note.rect.Min.x;
    item.y = note.rect.Min.y;
    item.width = note.rect.GetWidth();
    item.height = note.rect.GetHeight();
    items.push_back(std::move(item));
  }
  return items;
}

} // namespace geminid::webui

// The hooks that ImGui calls when it is compiled with IMGUI_ENABLE_TEST_ENGINE; the names are ImGui's.
void ImGuiTestEngineHook_ItemAdd(ImGuiContext* context, ImGuiID id, const ImRect& box, const ImGuiLastItemData* data) {
  using namespace geminid::webui;
  Noted note;
  place(note, box, context->CurrentWindow);
  note.item.id = id;
  note.item.disabled = data != nullptr && (data->ItemFlags & ImGuiItemFlags_Disabled) != 0;
  by_id[id] = noted.size();
  noted.push_back(std::move(note));
}

void ImGuiTestEngineHook_ItemInfo(ImGuiContext* context, ImGuiID id, const char* label, ImGuiItemStatusFlags flags) {
  using namespace geminid::webui;
  const auto found = by_id.find(id);
  if (found == by_id.end())
    return;
  auto& note = noted[found->second];
  // Windows are items too.
  if (std::strcmp(label, context->CurrentWindow->Name) == 0) {
    note.visible = false;
    return;
  }
  note.item.label = readable(label);
  note.flags = flags;
}

void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}

const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID) {
  return nullptr;
}
