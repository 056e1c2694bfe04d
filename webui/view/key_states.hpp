// The words and colours of a Gemini key's state. Pure.
#pragma once

#include "shared/key_dto.hpp"
#include "webui/core/locale.hpp"
#include "webui/core/tone.hpp"

namespace geminid::webui {

[[nodiscard]] Phrase key_state_phrase(dto::KeyState state);
[[nodiscard]] Tone key_state_tone(dto::KeyState state);

} // namespace geminid::webui
