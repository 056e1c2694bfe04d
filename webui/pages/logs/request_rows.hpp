// The list of requests: a table where there is room, cards on a phone. Only what can be seen is drawn.
#pragma once

#include "webui/view/log_view.hpp"

#include <optional>
#include <string>
#include <vector>

namespace geminid::webui::logs {

/// The id of the record that was pressed.
std::optional<std::string> draw_request_rows(const std::vector<LogRow>& rows);

} // namespace geminid::webui::logs
