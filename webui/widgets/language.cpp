#include "webui/widgets/language.hpp"

namespace geminid::webui {
namespace {
Locale current;
}

const Locale& locale() {
  return current;
}
void use_locale(const Locale& locale) {
  current = locale;
}

} // namespace geminid::webui
