// `messages` as Gemini's `contents` and `systemInstruction` (gemini-wire.md, 2.1 and 9.2).
#pragma once

#include "server/translate/chat_context.hpp"

#include <string_view>

namespace geminid::translate {

/// Writes `contents` and `systemInstruction`, as members of the object that is open. The injection goes to its place,
/// and `more_instructions`, unless empty, is added to what the system messages say.
void write_messages(const ChatContext& context, const ObjectReader& root, const PromptInjection& injection,
                    std::string_view more_instructions);

} // namespace geminid::translate
