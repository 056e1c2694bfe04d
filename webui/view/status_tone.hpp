// How good a status of HTTP is, whoever was answered so: a client, or a key at Google. Pure.
#pragma once

#include "webui/core/tone.hpp"

#include <cstdint>

namespace geminid::webui {

/// 2xx is good, what the one who asked got wrong is a warning, 429, 5xx and no answer (0) are bad.
[[nodiscard]] Tone status_tone(std::int64_t status);

} // namespace geminid::webui
