// What is on the screen, as a list: for the hidden mirror in the page that screen readers and tests use. Filled by
// ImGui's test-engine hooks, which know widgets, and by these functions, which know texts and values.
#pragma once

#include <imgui.h>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::webui {

struct ScreenItem {
  ImGuiID id = 0;   // 0: nothing that can be activated
  std::string role; // ARIA's
  std::string label;
  std::string value;
  float x = 0, y = 0, width = 0, height = 0;
  bool disabled = false;
  bool checked = false;
  bool focused = false;
  /// Its window's left or right edge hides a part of it.
  bool cut = false;
  /// Of the drawer, dialog or page that it stands in; what stands in another may lie over it.
  ImGuiID window = 0;
  /// Of a heading.
  int level = 0;
};

/// A readable item at the last item's rectangle: role "text", "heading", "img", "status", "alert".
void note_text(std::string_view role, std::string_view text, int level = 0);
/// The last widget's role, label and value where the hooks do not know them; an empty role leaves it.
void note_widget(std::string_view role, std::string_view label, std::string_view value = {});
/// The last widget is switched on or chosen.
void note_checked(bool checked);

/// A frame begins: the list is empty.
void begin_notes();
/// The list of the frame that has just been drawn; only what can be seen, in the order of drawing.
[[nodiscard]] std::vector<ScreenItem> take_notes();

} // namespace geminid::webui
