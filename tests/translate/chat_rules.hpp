// What holds for every answer that a chat client gets, whatever Gemini sent (gemini-wire.md, 9.4 to 9.7).
#pragma once

#include <string>
#include <string_view>

namespace geminid::golden {

/// Says which rule a whole `chat.completion` breaks; empty when it breaks none.
[[nodiscard]] std::string broken_rule_of_reply(std::string_view reply);

/// The same of everything that was sent of a stream, from its first chunk to `[DONE]` or the error that ended it.
[[nodiscard]] std::string broken_rule_of_stream(std::string_view stream, bool include_usage);

} // namespace geminid::golden
