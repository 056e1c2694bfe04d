// Why an answer ended, in OpenAI's words (gemini-wire.md, 9.5).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace geminid::translate {

struct Finish {
  std::string_view reason; // stop, length, tool_calls, function_call or content_filter
  /// Without any content the client could not know what happened: then a refusal says it.
  bool needs_words = false;
};

/// Whether the answer calls functions, and as what.
enum class Calls : std::uint8_t { none, tools, legacy };

/// `gemini_reason` is a `finishReason`; empty and unknown ones are ends like any other.
[[nodiscard]] Finish finish_of(std::string_view gemini_reason, Calls calls);

/// "Gemini ended with NO_IMAGE: …"
[[nodiscard]] std::string words_of(std::string_view gemini_reason, std::string_view finish_message);
/// "Prompt blocked by Gemini: SAFETY"
[[nodiscard]] std::string words_of_block(std::string_view block_reason);

/// The model itself slipped, over a call or its own format: asked again it may not.
[[nodiscard]] bool is_slip(std::string_view gemini_reason);

/// The `…_UNSPECIFIED` values mean that nothing was said.
[[nodiscard]] bool is_said(std::string_view reason);

} // namespace geminid::translate
