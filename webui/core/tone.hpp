// What something means to the viewer; the theme gives it a colour.
#pragma once

#include <cstdint>

namespace geminid::webui {

enum class Tone : std::uint8_t { neutral, accent, info, good, warn, bad };

} // namespace geminid::webui
