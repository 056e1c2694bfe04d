#include "webui/platform/mirror.hpp"

#include "shared/json_fields.hpp"
#include "webui/widgets/notes.hpp"

#include <cmath>
#include <emscripten.h>
#include <imgui_internal.h>
#include <string>

namespace geminid::webui {
namespace {

std::vector<ScreenItem> shown;
std::string text;

dto::json to_json(const ScreenItem& item) {
  dto::json document{{"id", item.id}, {"role", item.role}, {"label", item.label}, {"window", item.window}};
  if (!item.value.empty())
    document["value"] = item.value;
  if (item.disabled)
    document["disabled"] = true;
  if (item.checked)
    document["checked"] = true;
  if (item.focused)
    document["focused"] = true;
  if (item.cut)
    document["cut"] = true;
  if (item.level > 0)
    document["level"] = item.level;
  document["rect"] = {std::round(item.x), std::round(item.y), std::round(item.width), std::round(item.height)};
  return document;
}

} // namespace

void mirror_frame() {
  shown = take_notes();
}

} // namespace geminid::webui

extern "C" {

/// Valid until the next call.
EMSCRIPTEN_KEEPALIVE const char* mirror_items() {
  using namespace geminid::webui;
  auto list = geminid::dto::json::array();
  for (const auto& item : shown)
    list.push_back(to_json(item));
  text = geminid::dto::to_text(list);
  return text.c_str();
}

/// As a press of the widget.
EMSCRIPTEN_KEEPALIVE void mirror_activate(ImGuiID id) {
  ImGui::ActivateItemByID(id);
}

} // extern "C"
