// How one user key is drawn in the list.
#pragma once

#include "webui/view/user_keys_view.hpp"

#include <cstdint>

namespace geminid::webui {

enum class CardAction : std::uint8_t { none, toggle, edit, remove };

/// A card that is outside of what can be seen only takes its place.
CardAction draw_user_key_card(const UserKeyRow& row);

} // namespace geminid::webui
