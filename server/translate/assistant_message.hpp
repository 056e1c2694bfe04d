// A message of the assistant as a turn of the model (gemini-wire.md, 9.2).
#pragma once

#include "server/translate/open_calls.hpp"

namespace geminid::translate {

/// Writes its texts, the images within them and its calls, and adds the calls to `calls`.
void write_assistant(const ChatContext& context, TurnWriter& turns, const ObjectReader& message, OpenCalls& calls);

} // namespace geminid::translate
