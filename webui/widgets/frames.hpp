// Frames are drawn when something happened. What moves by itself, such as a countdown, says when it wants the next.
#pragma once

#include "shared/time.hpp"

#include <optional>

namespace geminid::webui {

void redraw_within(Duration span);
/// The least of what was asked for since the last call; nothing: there is no hurry.
[[nodiscard]] std::optional<Duration> take_redraw();

} // namespace geminid::webui
