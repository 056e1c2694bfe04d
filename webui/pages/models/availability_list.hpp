// Who can't serve a model at present, in its drawer.
#pragma once

#include "webui/view/availability_view.hpp"

#include <optional>
#include <string>

namespace geminid::webui {

/// Details of the Keys page for what was pressed.
std::optional<std::string> draw_availability(const Availability& view);

} // namespace geminid::webui
