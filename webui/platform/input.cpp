// The browser's pointer, wheel and keyboard events, as ImGui's.
#include <array>
#include <cfloat>
#include <emscripten.h>
#include <imgui.h>
#include <string_view>

namespace {

struct NamedKey {
  std::string_view code; // KeyboardEvent.code
  ImGuiKey key;
};
constexpr std::array named_keys{
    NamedKey{"Tab", ImGuiKey_Tab},
    NamedKey{"ArrowLeft", ImGuiKey_LeftArrow},
    NamedKey{"ArrowRight", ImGuiKey_RightArrow},
    NamedKey{"ArrowUp", ImGuiKey_UpArrow},
    NamedKey{"ArrowDown", ImGuiKey_DownArrow},
    NamedKey{"PageUp", ImGuiKey_PageUp},
    NamedKey{"PageDown", ImGuiKey_PageDown},
    NamedKey{"Home", ImGuiKey_Home},
    NamedKey{"End", ImGuiKey_End},
    NamedKey{"Insert", ImGuiKey_Insert},
    NamedKey{"Delete", ImGuiKey_Delete},
    NamedKey{"Backspace", ImGuiKey_Backspace},
    NamedKey{"Space", ImGuiKey_Space},
    NamedKey{"Enter", ImGuiKey_Enter},
    NamedKey{"NumpadEnter", ImGuiKey_KeypadEnter},
    NamedKey{"Escape", ImGuiKey_Escape},
    NamedKey{"ControlLeft", ImGuiKey_LeftCtrl},
    NamedKey{"ControlRight", ImGuiKey_RightCtrl},
    NamedKey{"ShiftLeft", ImGuiKey_LeftShift},
    NamedKey{"ShiftRight", ImGuiKey_RightShift},
    NamedKey{"AltLeft", ImGuiKey_LeftAlt},
    NamedKey{"AltRight", ImGuiKey_RightAlt},
    NamedKey{"MetaLeft", ImGuiKey_LeftSuper},
    NamedKey{"MetaRight", ImGuiKey_RightSuper},
};

ImGuiKey key_of(std::string_view code) {
  const auto last = [&](int first, char from) { return static_cast<ImGuiKey>(first + (code.back() - from)); };
  if (code.starts_with("Key") && code.size() == 4)
    return last(ImGuiKey_A, 'A');
  if (code.starts_with("Digit") && code.size() == 6)
    return last(ImGuiKey_0, '0');
  for (const auto& named : named_keys)
    if (named.code == code)
      return named.key;
  return ImGuiKey_None;
}

} // namespace

extern "C" {

/// Far away when the pointer has left.
EMSCRIPTEN_KEEPALIVE void input_pointer(float x, float y, int touch) {
  auto& io = ImGui::GetIO();
  io.AddMouseSourceEvent(touch != 0 ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
  if (x < -1e5F)
    io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  else
    io.AddMousePosEvent(x, y);
}

EMSCRIPTEN_KEEPALIVE void input_button(int button, int down) {
  ImGui::GetIO().AddMouseButtonEvent(button, down != 0);
}

EMSCRIPTEN_KEEPALIVE void input_wheel(float x, float y) {
  ImGui::GetIO().AddMouseWheelEvent(x, y);
}

EMSCRIPTEN_KEEPALIVE void input_text(const char* text) {
  ImGui::GetIO().AddInputCharactersUTF8(text);
}

EMSCRIPTEN_KEEPALIVE void input_focus(int focused) {
  ImGui::GetIO().AddFocusEvent(focused != 0);
}

EMSCRIPTEN_KEEPALIVE void input_modifiers(int control, int shift, int alt, int meta) {
  auto& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Ctrl, control != 0);
  io.AddKeyEvent(ImGuiMod_Shift, shift != 0);
  io.AddKeyEvent(ImGuiMod_Alt, alt != 0);
  io.AddKeyEvent(ImGuiMod_Super, meta != 0);
}

EMSCRIPTEN_KEEPALIVE void input_key(const char* code, int down) {
  if (const auto key = key_of(code); key != ImGuiKey_None)
    ImGui::GetIO().AddKeyEvent(key, down != 0);
}

EMSCRIPTEN_KEEPALIVE int input_wants_text() {
  return ImGui::GetIO().WantTextInput ? 1 : 0;
}

} // extern "C"
