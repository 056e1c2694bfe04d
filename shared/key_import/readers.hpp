// The readers of the formats. Each is linear in the text.
#pragma once

#include "shared/key_import/collector.hpp"

namespace geminid::key_import {

/// One JSON document or more, one behind the other. False when it is none: what was collected is of no use then.
[[nodiscard]] bool read_json(std::string_view text, Collector& out);

/// CSV with a header that names more than one column, one of them the keys'. False when there is no such header.
[[nodiscard]] bool read_table(std::string_view text, Collector& out);

/// Everything else, line by line.
void read_lines(std::string_view text, Collector& out);

} // namespace geminid::key_import
