// The look of charts, given by the theme, and what all kinds of them have in common.
#pragma once

#include "webui/plot/text.hpp"

#include <array>
#include <cstddef>
#include <imgui.h>
#include <string_view>

namespace geminid::webui {

/// Colours are ImU32, packed. The fonts must outlive the frame; sizes are in ImGui's pixels.
struct ChartStyle {
  ImFont* font = nullptr;
  ImFont* bold = nullptr;
  float text_size = 13;  // legends, values, tooltips
  float label_size = 12; // ticks
  ImU32 text = 0;
  ImU32 muted = 0;
  ImU32 grid = 0;
  ImU32 background = 0; // of the card that the chart stands on
  ImU32 track = 0;      // what a bar has not filled
  ImU32 panel = 0;      // of tooltips
  ImU32 border = 0;     // of tooltips
  ImU32 warning = 0;
  ImU32 danger = 0;
  std::array<ImU32, 8> palette{}; // for series without a colour of their own, in turn

  [[nodiscard]] ImU32 colour(ImU32 own, std::size_t index) const {
    return own != 0 ? own : palette[index % palette.size()];
  }
};

/// What a chart says where it cannot be seen, and where there is nothing to see. In the viewer's language.
struct ChartWords {
  std::string_view summary{}; // "Requests per second: now 12, highest 40"
  std::string_view empty{};   // "No requests yet"
};

} // namespace geminid::webui
