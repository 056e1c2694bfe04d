// Whole candidates as one choice of a chat completion (gemini-wire.md, 9.4 and 9.5).
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

struct ReplyChoice {
  std::int64_t index = 0;
  std::string content;
  std::string reasoning;
  std::string calls; // the entries of `tool_calls`, with commas between; or the one `function_call`
  ReplyAudio audio;
  std::string refusal;
  std::string server_tools; // the elements of `extra_content.google.parts`
  std::string signature;    // of the last part that had one and was no call
  std::string_view finish_reason;
  std::vector<Citation> citations;
  std::optional<std::string> logprobs; // the entries, with commas between

  std::string gemini_reason; // `finishReason`
  std::string gemini_message;
  std::string continuation_token;

  /// Nothing that a client could use, refusals apart.
  [[nodiscard]] bool is_empty() const {
    return content.empty() && reasoning.empty() && calls.empty() && !audio.any() && signature.empty() &&
           server_tools.empty();
  }
  [[nodiscard]] std::size_t answer_bytes() const { return content.size() + reasoning.size() + calls.size(); }
};

/// Appends what the candidate says; how it ends replaces how the choice ended before.
void read_candidate(ReplyChoice& choice, simdjson::dom::element candidate, CallIds& ids, const ReplyStyle& style);
/// For an answer without candidates. `block_reason` is empty when no reason was given.
[[nodiscard]] ReplyChoice blocked_choice(std::string_view block_reason);

void write_choice(DomWriter& json, const ReplyChoice& choice, const ReplyIdentity& identity);

} // namespace geminid::translate
