// What the parts of the Keys page draw alike.
#pragma once

#include "webui/view/keys_paging.hpp"
#include "webui/widgets/rows.hpp"
#include "webui/widgets/theme.hpp"

#include <string>

namespace geminid::webui {

inline constexpr float tick_size = 20;
inline constexpr float tick_width = 40; // on a phone, with what is around it

/// A box to tick, on a phone in the middle of a place that a finger can hit. True when it is pressed.
bool draw_tick(const std::string& label, KeySelection::Mark mark);

/// On a phone, while it lives: controls as high as a finger needs.
class TouchTargets {
public:
  TouchTargets() {
    if (on_)
      ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(12, 12.5F));
  }
  ~TouchTargets() {
    if (on_)
      ImGui::PopStyleVar();
  }
  TouchTargets(const TouchTargets&) = delete;
  TouchTargets& operator=(const TouchTargets&) = delete;

private:
  bool on_ = narrow();
};

} // namespace geminid::webui
