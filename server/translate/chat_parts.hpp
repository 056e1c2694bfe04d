// The content of messages as Gemini's parts (gemini-wire.md, 9.2).
#pragma once

#include "server/translate/chat_context.hpp"
#include "server/translate/turn_writer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace geminid::translate {

/// `content` of a user's message: a string or parts of any kind. Opens the user's turn, even when nothing is in it.
void write_user_content(const ChatContext& context, TurnWriter& turns, const ObjectReader& message);

/// The texts of `content` where only text may stand (system, assistant): a string or text parts, empty ones left
/// out. `refusals` also takes `{"type":"refusal"}` parts. The views are of the request's document.
[[nodiscard]] std::vector<std::string_view> read_texts(const ObjectReader& message, bool refusals);

struct ToolContent {
  std::string text; // of all its texts
  std::size_t media = 0;
};

/// What a tool answered: a string, or parts of text and media.
[[nodiscard]] ToolContent read_tool_content(const ObjectReader& message);
/// The media of a tool's answer that has some, as an array.
void write_tool_media(const ChatContext& context, const ObjectReader& message);

} // namespace geminid::translate
