// One choice of a streamed answer, over the whole stream: Gemini's ends are not ends (an early STOP, a STOP on every
// event, a STOP apart from the call), so a choice ends with the stream (gemini-wire.md, 5.1 and 9.7).
#pragma once

#include "server/translate/citations.hpp"
#include "server/translate/json_fence.hpp"
#include "server/translate/reply_part.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::translate {

/// What chunks are made with.
struct StreamContext {
  std::string_view chunk_head; // "data: {…" up to the members that differ
  bool include_usage;
  const ReplyIdentity& identity;
  CallIds& ids;
  std::string& out;
};

class StreamChoice {
public:
  explicit StreamChoice(std::size_t index) : index_(index) {}

  /// Appends the chunks of one event's candidate.
  void take(simdjson::dom::element candidate, const StreamContext& context);
  /// The prompt was blocked: there will be no candidate.
  void block(std::string_view block_reason, const StreamContext& context);
  /// Appends the last chunks, if it began at all.
  void finish(const StreamContext& context);

  /// What upstream sends next is the rest of this choice: it goes on behind what there is.
  void go_on();

  /// Upstream has a candidate for it.
  [[nodiscard]] bool seen() const { return seen_; }
  /// Some chunk of it was appended: never before there is something to say.
  [[nodiscard]] bool began() const { return began_; }
  /// Some reason to finish was given.
  [[nodiscard]] bool ended() const { return !finish_reason_.empty(); }
  /// Gemini's; empty: none.
  [[nodiscard]] const std::string& finish_reason() const { return finish_reason_; }
  [[nodiscard]] const std::string& finish_message() const { return finish_message_; }
  [[nodiscard]] const std::string& continuation_token() const { return continuation_token_; }
  [[nodiscard]] std::size_t answer_bytes() const { return answer_bytes_; }
  /// Nothing came that a client could use, also not what waits to be sent.
  [[nodiscard]] bool is_empty() const { return !began_ && answer_bytes_ == 0 && server_tools_.empty(); }

private:
  void take_part(const ReplyPart& part, const StreamContext& context);
  void take_content(ReplyPart part, const StreamContext& context);
  void append_text(std::string_view field, const ReplyPart& part, const StreamContext& context);
  void append_call(const ReplyPart& part, const StreamContext& context);
  void append_legacy_call(const ReplyPart& part, const StreamContext& context);
  void append_audio(const ReplyPart& part, const StreamContext& context);
  void append_refusal(std::string_view words, const StreamContext& context);
  void remember(std::string_view text);

  std::size_t index_;
  bool seen_ = false;
  bool began_ = false;
  bool has_content_ = false;
  bool has_audio_ = false;
  std::int64_t calls_ = 0;
  std::size_t answer_bytes_ = 0;
  std::string logprobs_;      // entries of this event, not sent yet
  std::string finish_reason_; // Gemini's last one
  std::string finish_message_;
  std::string continuation_token_;
  std::vector<Citation> citations_;
  std::string text_; // that the citations point into
  PartPlaces places_;
  ReplyPart::Kind last_text_kind_ = ReplyPart::Kind::nothing; // pieces of one kind are one part
  std::string scratch_;
  JsonFenceFilter fence_;    // where JSON was asked for
  std::string server_tools_; // sent in one piece at the end: clients can't put a list together
};

} // namespace geminid::translate
