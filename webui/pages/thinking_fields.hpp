// The form's part for how much a model thinks.
#pragma once

#include "webui/view/thinking_choice.hpp"

#include <string>

namespace geminid::webui {

/// `inherited` says what the first choice means here. True when something changed.
bool thinking_fields(const std::string& label, ThinkingDraft& draft, const Phrase& inherited);

} // namespace geminid::webui
