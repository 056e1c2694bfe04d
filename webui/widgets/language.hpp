// The viewer's language and zone, for everything that draws. ImGui's context is the process's, and so is this.
#pragma once

#include "webui/core/locale.hpp"

namespace geminid::webui {

[[nodiscard]] const Locale& locale();
void use_locale(const Locale& locale);

/// The phrase in the viewer's language.
[[nodiscard]] inline const char* tr(const Phrase& phrase) {
  return phrase.in(locale());
}

} // namespace geminid::webui
