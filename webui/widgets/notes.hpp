// What screen readers and tests are told of things that are drawn without a widget of ImGui's.
#pragma once

#include <string_view>

namespace geminid::webui {

/// Registers the last item's rectangle as readable, under an ARIA role such as "img".
void note_text(std::string_view role, std::string_view text);

} // namespace geminid::webui
