#include "webui/widgets/controls.hpp"

#include "webui/core/format.hpp"
#include "webui/widgets/notes.hpp"

#include <misc/cpp/imgui_stdlib.h>

#include <algorithm>
#include <charconv>
#include <imgui_internal.h>
#include <unordered_map>

namespace geminid::webui {
namespace {

void hand_when_hovered() {
  if (ImGui::IsItemHovered())
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
}

struct Colours {
  ImU32 fill, hovered, active, text;
};

Colours colours_of(ButtonKind kind) {
  const auto& t = theme();
  switch (kind) {
  case ButtonKind::primary:
    return {t.accent, faded(t.accent, 0.85F), faded(t.accent, 0.75F), t.accent_text};
  case ButtonKind::danger:
    return {faded(t.bad, 0.16F), faded(t.bad, 0.26F), faded(t.bad, 0.34F), t.bad};
  case ButtonKind::quiet:
    return {faded(t.line, 0), faded(t.accent, 0.10F), faded(t.accent, 0.18F), t.muted};
  case ButtonKind::plain:
    break;
  }
  return {ImGui::GetColorU32(ImGuiCol_Button), ImGui::GetColorU32(ImGuiCol_ButtonHovered),
          ImGui::GetColorU32(ImGuiCol_ButtonActive), t.text};
}

bool starts_hidden(const std::string& label) {
  return label.starts_with("##");
}

std::string name_of(const std::string& label) {
  const auto hash = label.find("##");
  return hash == 0 ? label.substr(2) : label.substr(0, hash);
}

// The label above, and the id of the field below.
std::string begin_field(const std::string& label, float width) {
  if (!starts_hidden(label)) {
    ImGui::BeginGroup();
    field_label(name_of(label));
  }
  next_width(width > 0 ? width : FLT_MAX);
  return starts_hidden(label) ? label : "##" + label;
}

void end_field(const std::string& label) {
  if (!starts_hidden(label))
    ImGui::EndGroup();
}

bool committed = false;

} // namespace

bool button(const std::string& label, ButtonKind kind, bool enabled) {
  const auto colours = colours_of(kind);
  ImGui::BeginDisabled(!enabled);
  ImGui::PushStyleColor(ImGuiCol_Button, colours.fill);
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, colours.hovered);
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, colours.active);
  ImGui::PushStyleColor(ImGuiCol_Text, colours.text);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, kind == ButtonKind::plain ? 1.0F : 0.0F);
  const bool pressed = ImGui::Button(label.c_str());
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(4);
  ImGui::EndDisabled();
  if (enabled)
    hand_when_hovered();
  return pressed;
}

float button_width(std::string_view label) {
  return text_extent(label.substr(0, label.find("##"))).x + ImGui::GetStyle().FramePadding.x * 2;
}

bool icon_button(const char* icon, const std::string& label, bool enabled) {
  const auto colours = colours_of(ButtonKind::quiet);
  const auto side = ImGui::GetFrameHeight();
  ImGui::BeginDisabled(!enabled);
  ImGui::PushID(label.c_str());
  ImGui::PushStyleColor(ImGuiCol_Button, colours.fill);
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, colours.hovered);
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, colours.active);
  ImGui::PushStyleColor(ImGuiCol_Text, colours.text);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, ImGui::GetStyle().FramePadding.y));
  const bool pressed = ImGui::Button(icon, {side, side});
  ImGui::PopStyleVar(2);
  ImGui::PopStyleColor(4);
  ImGui::PopID();
  ImGui::EndDisabled();
  note_widget("button", label);
  if (enabled)
    hand_when_hovered();
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_DelayNormal))
    ImGui::SetTooltip("%s", name_of(label).c_str());
  return pressed;
}

bool link(const std::string& label) {
  const auto shown = label.substr(0, label.find("##"));
  const auto size = text_extent(shown);
  const auto from = ImGui::GetCursorScreenPos();
  const bool pressed = ImGui::InvisibleButton(label.c_str(), size, ImGuiButtonFlags_EnableNav);
  note_widget("link", label);
  hand_when_hovered();
  auto* const list = ImGui::GetWindowDrawList();
  list->AddText(from, theme().accent, shown.c_str());
  if (ImGui::IsItemHovered())
    list->AddLine({from.x, from.y + size.y}, {from.x + size.x, from.y + size.y}, theme().accent);
  return pressed;
}

bool filter_pill(const std::string& label, bool on) {
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, 20);
  const bool pressed = button(label, on ? ButtonKind::primary : ButtonKind::plain);
  ImGui::PopStyleVar();
  note_widget("checkbox", label);
  note_checked(on);
  return pressed;
}

bool text_field(const std::string& label, std::string& value, const TextFieldOptions& options) {
  const auto id = begin_field(label, options.width);
  ImGuiInputTextFlags flags = 0;
  if (options.password)
    flags |= ImGuiInputTextFlags_Password;
  if (options.read_only)
    flags |= ImGuiInputTextFlags_ReadOnly;
  bool changed = false;
  if (options.lines > 1) {
    const auto height =
        ImGui::GetTextLineHeight() * static_cast<float>(options.lines) + ImGui::GetStyle().FramePadding.y * 2;
    changed = ImGui::InputTextMultiline(id.c_str(), &value, {ImGui::CalcItemWidth(), height}, flags);
  } else {
    changed = ImGui::InputTextWithHint(id.c_str(), options.hint, &value, flags);
  }
  if (changed && value.size() > options.size_max) {
    auto end = options.size_max;
    while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U)
      --end; // not within a character
    value.resize(end);
  }
  committed = ImGui::IsItemDeactivatedAfterEdit();
  // A password is no value for a document that extensions read.
  note_widget("textbox", name_of(label), options.password ? std::string_view{} : std::string_view{value});
  end_field(label);
  return changed;
}

bool field_committed() {
  return committed;
}

bool integer_field(const std::string& label, std::optional<std::int64_t>& value, std::int64_t min, std::int64_t max,
                   const TextFieldOptions& options) {
  // While it is being typed, the text may be no number yet.
  static std::unordered_map<ImGuiID, std::string> typed;
  const auto id = ImGui::GetID(label.c_str());
  const auto found = typed.find(id);
  auto text = found != typed.end() ? found->second : value ? std::to_string(*value) : std::string{};

  std::int64_t number = 0;
  const auto read = [&] {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number >= min && number <= max;
  };
  const bool wrong = !text.empty() && !read();
  if (wrong)
    ImGui::PushStyleColor(ImGuiCol_Border, theme().bad);
  const bool edited = text_field(label, text, options);
  if (wrong)
    ImGui::PopStyleColor();
  if (wrong && ImGui::IsItemHovered())
    ImGui::SetTooltip("%lld – %lld", static_cast<long long>(min), static_cast<long long>(max));

  bool changed = false;
  if (edited) {
    typed[id] = text;
    if (text.empty() ? value.has_value() : read() && value != number) {
      value = text.empty() ? std::nullopt : std::optional{number};
      changed = true;
    }
  } else if (found != typed.end() && !ImGui::IsItemActive() && (text.empty() || read())) {
    typed.erase(id);
  }
  return changed;
}

bool slider(const std::string& label, std::int64_t& value, std::int64_t min, std::int64_t max, float width) {
  const auto shown = format_integer(value);
  const auto id = begin_field(label, width);
  if (!starts_hidden(label)) {
    // Above rather than under the grip.
    const auto room = width > 0 ? width : ImGui::GetContentRegionAvail().x;
    ImGui::SameLine(ImGui::GetCursorPosX() + room - text_extent(shown, bold(small_text_size)).x);
    text(shown, bold(small_text_size));
    next_width(width > 0 ? width : FLT_MAX);
  }
  const bool changed =
      ImGui::SliderScalar(id.c_str(), ImGuiDataType_S64, &value, &min, &max, starts_hidden(label) ? "%lld" : "",
                          ImGuiSliderFlags_Logarithmic | ImGuiSliderFlags_AlwaysClamp);
  note_widget("slider", name_of(label), std::to_string(value));
  end_field(label);
  return changed;
}

bool toggle(const std::string& label, bool& value) {
  const ImVec2 size{38, 22};
  const auto shown = name_of(label);
  const bool hidden = starts_hidden(label);
  const auto words = hidden ? ImVec2{0, 0} : text_extent(shown);
  const auto from = ImGui::GetCursorScreenPos();
  const auto height = ImGui::GetFrameHeight();
  const bool pressed =
      ImGui::InvisibleButton(label.c_str(), {size.x + (hidden ? 0 : words.x + 10), height}, ImGuiButtonFlags_EnableNav);
  if (pressed)
    value = !value;
  note_widget("switch", shown);
  note_checked(value);
  hand_when_hovered();

  auto* const list = ImGui::GetWindowDrawList();
  const auto top = from.y + (height - size.y) / 2;
  list->AddRectFilled({from.x, top}, {from.x + size.x, top + size.y}, value ? theme().accent : theme().line,
                      size.y / 2);
  const auto knob = value ? from.x + size.x - size.y / 2 : from.x + size.y / 2;
  list->AddCircleFilled({knob, top + size.y / 2}, size.y / 2 - 3, value ? theme().accent_text : theme().muted);
  if (!hidden)
    list->AddText({from.x + size.x + 10, from.y + (height - words.y) / 2}, theme().text, shown.c_str());
  return pressed;
}

bool checkbox(const std::string& label, bool& value) {
  const bool changed = ImGui::Checkbox(label.c_str(), &value);
  note_widget("checkbox", name_of(label));
  note_checked(value);
  hand_when_hovered();
  return changed;
}

bool select(const std::string& label, int& chosen, std::span<const char* const> choices, float width) {
  const auto id = begin_field(label, width);
  bool changed = false;
  const auto index = static_cast<std::size_t>(std::clamp(chosen, 0, static_cast<int>(choices.size()) - 1));
  const char* const shown = choices.empty() ? "" : choices[index];
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(8, 8));
  const bool open = ImGui::BeginCombo(id.c_str(), shown);
  if (!open) {
    note_widget("combobox", name_of(label), shown);
    hand_when_hovered();
  }
  if (open) {
    for (std::size_t i = 0; i < choices.size(); ++i) {
      ImGui::PushID(static_cast<int>(i));
      const bool is_chosen = i == index;
      if (ImGui::Selectable(choices[i], is_chosen) && !is_chosen) {
        chosen = static_cast<int>(i);
        changed = true;
      }
      note_widget("option", choices[i]);
      note_checked(is_chosen);
      if (is_chosen)
        ImGui::SetItemDefaultFocus();
      ImGui::PopID();
    }
    ImGui::EndCombo();
  }
  ImGui::PopStyleVar();
  end_field(label);
  return changed;
}

bool segmented(const std::string& label, int& chosen, std::span<const char* const> choices) {
  bool changed = false;
  ImGui::BeginGroup();
  if (!starts_hidden(label))
    field_label(name_of(label));
  ImGui::PushID(label.c_str());
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(6, 6));
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const bool is_chosen = static_cast<int>(i) == chosen;
    // Goes to the next line where there is no room.
    if (i > 0) {
      ImGui::SameLine();
      if (ImGui::GetContentRegionAvail().x < button_width(choices[i]))
        ImGui::NewLine();
    }
    ImGui::PushID(static_cast<int>(i));
    if (button(choices[i], is_chosen ? ButtonKind::primary : ButtonKind::plain) && !is_chosen) {
      chosen = static_cast<int>(i);
      changed = true;
    }
    note_widget("radio", choices[i]);
    note_checked(is_chosen);
    ImGui::PopID();
  }
  ImGui::PopStyleVar();
  ImGui::PopID();
  ImGui::EndGroup();
  return changed;
}

} // namespace geminid::webui
