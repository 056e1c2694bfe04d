#include "webui/widgets/chart_legend.hpp"

#include "webui/widgets/notes.hpp"

#include <algorithm>
#include <cmath>

namespace geminid::webui::paint {
namespace {

constexpr float dot_size = 8;
constexpr float dot_room = dot_size + 6;
constexpr float entry_gap = 16;
constexpr float line_gap = 4;

void dot(ImDrawList& list, ImVec2 at, float line_height, ImU32 colour, bool filled) {
  const float top = std::round(at.y + (line_height - dot_size) / 2);
  const ImVec2 min{std::round(at.x), top};
  const ImVec2 max{min.x + dot_size, top + dot_size};
  if (filled)
    list.AddRectFilled(min, max, colour, 2.5F);
  else
    list.AddRect({min.x + 0.5F, min.y + 0.5F}, {max.x - 0.5F, max.y - 0.5F}, colour, 2.5F);
}

} // namespace

LegendResult legend(ImDrawList& list, ImVec2 at, float width, float height_max, std::span<const LegendEntry> entries,
                    const ChartStyle& style) {
  LegendResult result;
  const float line_height = std::round(style.text_size * 1.55F);
  ImVec2 cursor = at;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const LegendEntry& entry = entries[i];
    const std::string label = elided(style.font, style.text_size, entry.label, std::max(width - dot_room, 1.0F));
    const ImVec2 size = text_size(style.font, style.text_size, label);
    const float entry_width = dot_room + size.x;
    if (cursor.x > at.x && cursor.x + entry_width > at.x + width)
      cursor = {at.x, cursor.y + line_height + line_gap};
    if (cursor.y + line_height > at.y + height_max)
      break;
    result.height = cursor.y + line_height - at.y;

    ImGui::SetCursorScreenPos(cursor);
    ImGui::PushID(static_cast<int>(i));
    const std::string id = std::string{entry.label} + "##legend";
    if (ImGui::InvisibleButton(id.c_str(), {entry_width, line_height}))
      result.clicked = i;
    note_widget("switch", entry.label);
    note_checked(entry.shown);
    const bool hovered = ImGui::IsItemHovered();
    if (hovered) {
      result.hovered = i;
      ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    }
    ImGui::PopID();

    dot(list, cursor, line_height, entry.shown ? entry.colour : style.muted, entry.shown);
    const ImU32 colour = !entry.shown ? faded(style.muted, 0.7F) : hovered ? style.text : style.muted;
    text(list, style.font, style.text_size, {cursor.x + dot_room, cursor.y + (line_height - size.y) / 2}, colour,
         label);
    cursor.x += entry_width + entry_gap;
  }
  return result;
}

void tooltip(ImVec2 at, std::string_view title, std::span<const TooltipRow> rows, const ChartStyle& style) {
  constexpr float padding = 10;
  constexpr float column_gap = 20;
  constexpr float margin = 8; // to the edges of the screen
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  const float row_height = std::round(style.text_size * 1.5F);
  const float room = viewport->WorkSize.y - 2 * margin - 2 * padding - (title.empty() ? 0 : row_height);
  rows = rows.first(std::min(rows.size(), static_cast<std::size_t>(std::max(room / row_height, 1.0F))));

  // A name may be anything; a tooltip is no wider than most of the screen, and than is good to read.
  const float label_max = std::min(320.0F, viewport->WorkSize.x * 0.5F);
  std::vector<std::string> labels;
  float label_width = 0;
  float value_width = 0;
  for (const TooltipRow& row : rows) {
    labels.push_back(elided(style.font, style.text_size, row.label, label_max));
    label_width = std::max(label_width, text_size(style.font, style.text_size, labels.back()).x +
                                            (row.colour != 0 ? dot_room : 0.0F));
    value_width = std::max(value_width, text_size(style.bold, style.text_size, row.value).x);
  }
  const std::string head = elided(style.font, style.label_size, title, label_max + value_width + column_gap);
  const float inner = std::max(label_width + (value_width > 0 ? column_gap + value_width : 0.0F),
                               text_size(style.font, style.label_size, head).x);
  const ImVec2 size{std::ceil(inner) + 2 * padding,
                    static_cast<float>(rows.size()) * row_height + (head.empty() ? 0 : row_height) + 2 * padding - 4};

  constexpr float distance = 14;
  const float right_edge = viewport->WorkPos.x + viewport->WorkSize.x - margin;
  float left = at.x + distance + size.x <= right_edge ? at.x + distance : at.x - distance - size.x;
  left = std::max(std::min(left, right_edge - size.x), viewport->WorkPos.x + margin);
  const float bottom_edge = viewport->WorkPos.y + viewport->WorkSize.y - margin;
  const float top = std::max(std::min(at.y - size.y / 2, bottom_edge - size.y), viewport->WorkPos.y + margin);
  const ImVec2 min{std::round(left), std::round(top)};
  const ImVec2 max{min.x + size.x, min.y + size.y};

  ImDrawList& list = *ImGui::GetForegroundDrawList();
  constexpr float rounding = 8;
  for (const float spread : {8.0F, 6.0F, 4.0F, 2.0F, 1.0F})
    list.AddRectFilled({min.x - spread, min.y - spread + 3}, {max.x + spread, max.y + spread + 3}, IM_COL32(0, 0, 0, 8),
                       rounding + spread);
  list.AddRectFilled(min, max, style.panel, rounding);
  list.AddRect(min, max, style.border, rounding);
  float y = min.y + padding - 2;
  if (!head.empty()) {
    text(list, style.font, style.label_size,
         {min.x + padding, y + (row_height - text_size(style.font, style.label_size, head).y) / 2}, style.muted, head);
    y += row_height;
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const TooltipRow& row = rows[i];
    const float text_y = y + (row_height - text_size(style.font, style.text_size, "0").y) / 2;
    if (row.colour != 0)
      dot(list, {min.x + padding, y}, row_height, row.colour, true);
    text(list, style.font, style.text_size, {min.x + padding + (row.colour != 0 ? dot_room : 0.0F), text_y},
         style.muted, labels[i]);
    const float value_x = max.x - padding - text_size(style.bold, style.text_size, row.value).x;
    text(list, style.bold, style.text_size, {value_x, text_y}, style.text, row.value);
    y += row_height;
  }
}

} // namespace geminid::webui::paint
