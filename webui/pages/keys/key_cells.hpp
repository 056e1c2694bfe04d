// The cells of the table of keys. Each draws at the cursor, in the middle of its row.
#pragma once

#include "webui/view/keys_rows.hpp"
#include "webui/widgets/text.hpp"

#include <string>

namespace geminid::webui {

inline constexpr float key_row_height = 56;

/// To where something so high stands in the middle of its row.
void to_middle_of_row(float height, float row = key_row_height);
[[nodiscard]] float cell_room();

/// The second may be empty.
void draw_lines_cell(const std::string& first, const std::string& second,
                     const TextStyle& first_style = {14, false, 0});
void draw_state_cell(const KeyRow& row);
void draw_use_cell(const KeyRow& row);
/// How often the key was tried in the last hour, as wide as there is room.
void draw_activity(const dto::Key& key, Instant now, float height);
void draw_activity_cell(const dto::Key& key, Instant now);

} // namespace geminid::webui
