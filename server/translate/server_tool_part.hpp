// Calls of built-in tools and their responses, which Gemini makes itself beside the client's functions and wants back
// with their signatures (gemini-wire.md, 2.1 and 2.4). OpenAI's messages have no place for them, so they travel as
// `extra_content.google.parts` of the assistant's message, which clients send back as it is. Where they stood among the
// message's texts and calls is lost: they come first.
#pragma once

#include "server/translate/chat_context.hpp"
#include "server/translate/turn_writer.hpp"

#include <string>

namespace geminid::translate {

/// As JSON, with no other members than Gemini takes; empty when it is none.
[[nodiscard]] std::string server_tool_part(simdjson::dom::element part);
/// Appends it to the elements of an array, unless they would be more than a client should carry.
void add_server_tool_part(std::string& parts, std::string_view part);

/// Writes those that a message of the client's brings back, for models that know them.
void write_server_tool_parts(const ChatContext& context, TurnWriter& turns, const ObjectReader& message);

} // namespace geminid::translate
