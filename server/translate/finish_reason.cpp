#include "server/translate/finish_reason.hpp"

#include <algorithm>
#include <array>

namespace geminid::translate {
namespace {

constexpr std::array<std::string_view, 8> filtered{
    "SAFETY",
    "RECITATION",
    "BLOCKLIST",
    "PROHIBITED_CONTENT",
    "SPII",
    "IMAGE_SAFETY",
    "IMAGE_PROHIBITED_CONTENT",
    "IMAGE_RECITATION",
};

constexpr std::array<std::string_view, 4> slips{
    "MALFORMED_FUNCTION_CALL",
    "UNEXPECTED_TOOL_CALL",
    "TOO_MANY_TOOL_CALLS",
    "MALFORMED_RESPONSE",
};

} // namespace

Finish finish_of(std::string_view gemini_reason, Calls calls) {
  if (std::find(filtered.begin(), filtered.end(), gemini_reason) != filtered.end())
    return {"content_filter", true};
  if (gemini_reason == "MAX_TOKENS" || gemini_reason == "CONTINUATION")
    return {"length"};
  if (calls != Calls::none)
    return {calls == Calls::tools ? "tool_calls" : "function_call"};
  return {"stop", is_said(gemini_reason) && gemini_reason != "STOP"};
}

std::string words_of(std::string_view gemini_reason, std::string_view finish_message) {
  std::string words = "Gemini ended with ";
  words += gemini_reason;
  if (!finish_message.empty())
    words.append(": ").append(finish_message);
  return words;
}

std::string words_of_block(std::string_view block_reason) {
  return std::string{"Prompt blocked by Gemini: "}.append(block_reason);
}

bool is_slip(std::string_view gemini_reason) {
  return std::find(slips.begin(), slips.end(), gemini_reason) != slips.end();
}

bool is_said(std::string_view reason) {
  return !reason.empty() && !reason.ends_with("_UNSPECIFIED");
}

} // namespace geminid::translate
