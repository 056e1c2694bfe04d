// Images, sound, video and files as Gemini's inlineData and fileData (gemini-wire.md, 2.1 and 9.2).
#pragma once

#include "server/translate/chat_context.hpp"

#include <cstdint>
#include <string_view>

namespace geminid::translate {

/// 'image_url', 'video_url', 'input_audio' or 'file'.
[[nodiscard]] bool is_medium(std::string_view kind);

/// Where a medium stands: in a turn, or in the answer of a function, which knows no resolution.
enum class MediaPlace : std::uint8_t { turn, function_response };

/// The medium of a content part of such a kind, as members of the object that is open.
void write_medium(const ChatContext& context, std::string_view kind, const ObjectReader& part, MediaPlace place);

} // namespace geminid::translate
