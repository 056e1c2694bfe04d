// One whole candidate as one choice of a chat completion (gemini-wire.md, 9.4 and 9.5).
#pragma once

#include "server/translate/citations.hpp"
#include "server/translate/dom_writer.hpp"
#include "server/translate/reply_audio.hpp"
#include "server/translate/reply_part.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::translate {

/// Views are of the reply's document.
struct ReplyChoice {
  std::string content;
  std::string reasoning;
  std::string calls; // the entries of `tool_calls`, with commas between; or the one `function_call`
  ReplyAudio audio;
  std::string refusal;
  std::string server_tools;   // the elements of `extra_content.google.parts`
  std::string_view signature; // of the last part that had one and was no call
  std::string_view finish_reason;
  std::vector<Citation> citations;
  std::optional<simdjson::dom::object> logprobs;
};

[[nodiscard]] ReplyChoice read_choice(simdjson::dom::element candidate, CallIds& ids, const ReplyStyle& style);
/// For an answer without candidates. `block_reason` is empty when no reason was given.
[[nodiscard]] ReplyChoice blocked_choice(std::string_view block_reason);

void write_choice(DomWriter& json, std::int64_t index, const ReplyChoice& choice, const ReplyIdentity& identity);

} // namespace geminid::translate
