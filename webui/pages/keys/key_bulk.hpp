// What can be done to the chosen keys at once, and the check of many keys as it goes.
#pragma once

#include "webui/pages/keys/key_list.hpp"

namespace geminid::webui {

/// Nothing where no key is chosen.
void draw_bulk_bar(KeyList& list);
/// Nothing where no check runs or has just ended.
void draw_check_progress(const PageContext& context, KeyList& list);

} // namespace geminid::webui
