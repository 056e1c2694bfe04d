// The words beside a chart's marks: its legend, and the tooltip under the pointer. For this folder only.
#pragma once

#include "webui/widgets/chart_paint.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::webui::paint {

struct LegendEntry {
  std::string_view label;
  ImU32 colour = 0;
  bool shown = true;
};

/// Entries from the left, on as many lines as they need and `height_max` has room for; each is a button. Moves ImGui's
/// cursor.
struct LegendResult {
  float height = 0;
  std::optional<std::size_t> clicked;
  std::optional<std::size_t> hovered;
};
LegendResult legend(ImDrawList& list, ImVec2 at, float width, float height_max, std::span<const LegendEntry> entries,
                    const ChartStyle& style);

struct TooltipRow {
  ImU32 colour = 0; // 0: no dot
  std::string label;
  std::string value;
};

/// Above everything, beside `at`, wholly on the screen; rows for which there is no room are left out.
void tooltip(ImVec2 at, std::string_view title, std::span<const TooltipRow> rows, const ChartStyle& style);

} // namespace geminid::webui::paint
