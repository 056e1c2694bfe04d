#include "server/translate/stream_choice.hpp"

#include "server/translate/continuation.hpp"
#include "server/translate/finish_reason.hpp"
#include "server/translate/logprobs.hpp"
#include "server/translate/reply_audio.hpp"
#include "server/translate/server_tool_part.hpp"
#include "server/translate/thought_signature.hpp"

#include <utility>

namespace geminid::translate {
namespace {

using Kind = ReplyPart::Kind;
using simdjson::dom::element;

// Citations beyond it are placed as if the text ended here.
constexpr std::size_t cited_bytes_max = 1024 * 1024;

// One chunk of one choice: the caller writes the members of its delta. The choice's first one goes behind the chunk
// that names the role.
class Chunk {
public:
  Chunk(const StreamContext& context, std::size_t index, bool& began) : context_(context), delta_(context.out) {
    if (!std::exchange(began, true)) {
      Chunk role{context, index, began};
      role.delta().key("role").string("assistant").key("content").string("");
      role.end();
    }
    context_.out += context_.chunk_head;
    context_.out += R"(,"choices":[{"index":)";
    context_.out += std::to_string(index);
    context_.out += R"(,"delta":)";
    delta_.begin_object();
  }

  [[nodiscard]] DomWriter& delta() { return delta_; }

  /// Empty `logprobs` or an empty `finish_reason` is none.
  void end(std::string_view logprobs = {}, std::string_view finish_reason = {}) {
    delta_.end_object();
    if (!logprobs.empty()) {
      context_.out += R"(,"logprobs":)";
      JsonWriter json{context_.out};
      write_logprobs(json, logprobs);
    }
    context_.out += R"(,"finish_reason":)";
    if (finish_reason.empty())
      context_.out += "null";
    else
      context_.out.append("\"").append(finish_reason).append("\"");
    context_.out += context_.include_usage ? R"(}],"usage":null})" : "}]}";
    context_.out += "\n\n";
  }

private:
  const StreamContext& context_;
  DomWriter delta_;
};

} // namespace

void StreamChoice::take(element candidate, const StreamContext& context) {
  seen_ = true;
  if (const auto result = object_of(candidate, "logprobsResult")) {
    DomWriter json{logprobs_};
    write_logprob_tokens(json, *result);
  }
  if (const auto content = object_of(candidate, "content"))
    if (const auto parts = array_of(*content, "parts"))
      for (const auto part : *parts)
        take_part(read_reply_part(part, context.identity.style, scratch_), context);
  if (!logprobs_.empty()) {
    Chunk chunk{context, index_, began_};
    chunk.end(logprobs_);
    logprobs_.clear();
  }
  if (const auto grounding = object_of(candidate, "groundingMetadata"))
    citations_ = read_citations(*grounding, places_);
  if (const auto reason = text_of(candidate, "finishReason"); is_said(reason)) {
    finish_reason_ = reason;
    finish_message_ = text_of(candidate, "finishMessage");
  }
  if (const auto token = text_of(candidate, "continuationToken");
      !token.empty() && token.size() <= continuation_token_bytes_max)
    continuation_token_ = token;
}

// Its reason to finish stays until there is another: should the rest not come, it ended for that one.
void StreamChoice::go_on() {
  continuation_token_.clear();
  places_ = {};
  last_text_kind_ = Kind::nothing;
}

void StreamChoice::take_part(const ReplyPart& part, const StreamContext& context) {
  const auto text_kind = part.is_text ? part.kind : Kind::nothing;
  if (text_kind == Kind::nothing || text_kind != last_text_kind_)
    places_.add(text_.size());
  last_text_kind_ = text_kind;
  switch (part.kind) {
  case Kind::nothing:
    return;
  case Kind::reasoning:
    answer_bytes_ += part.text.size();
    return append_text("reasoning_content", part, context);
  case Kind::content:
    answer_bytes_ += part.text.size();
    return take_content(part, context);
  case Kind::server_tool:
    return add_server_tool_part(server_tools_, part.text);
  case Kind::audio:
    return append_audio(part, context);
  case Kind::call:
    return context.identity.style.legacy_functions ? append_legacy_call(part, context) : append_call(part, context);
  }
}

void StreamChoice::take_content(ReplyPart part, const StreamContext& context) {
  if (context.identity.style.json)
    part.text = fence_.take(part.text);
  remember(part.text);
  append_text("content", part, context);
}

void StreamChoice::append_text(std::string_view field, const ReplyPart& part, const StreamContext& context) {
  const bool signed_content = part.kind == Kind::content && !part.signature.empty();
  if (part.text.empty() && !signed_content)
    return;
  Chunk chunk{context, index_, began_};
  if (!part.text.empty())
    chunk.delta().key(field).string(part.text);
  if (signed_content)
    write_signature(chunk.delta(), part.signature);
  const bool carries_logprobs = part.kind == Kind::content;
  chunk.end(carries_logprobs ? logprobs_ : std::string_view{});
  if (carries_logprobs)
    logprobs_.clear();
}

void StreamChoice::append_call(const ReplyPart& part, const StreamContext& context) {
  Chunk chunk{context, index_, began_};
  auto& json = chunk.delta();
  json.key("tool_calls").begin_array().begin_object().key("index").number(calls_++);
  write_call(json, part, context.ids, scratch_);
  json.end_object().end_array();
  chunk.end();
  answer_bytes_ += scratch_.size(); // the arguments
}

// There is room for one only.
void StreamChoice::append_legacy_call(const ReplyPart& part, const StreamContext& context) {
  if (calls_++ > 0)
    return;
  Chunk chunk{context, index_, began_};
  auto& json = chunk.delta();
  json.key("function_call");
  write_function(json, part, scratch_);
  if (!part.signature.empty())
    write_signature(json, part.signature);
  chunk.end();
  answer_bytes_ += scratch_.size(); // the arguments
}

void StreamChoice::append_audio(const ReplyPart& part, const StreamContext& context) {
  ReplyAudio sound;
  sound.add(part.mime_type, part.text);
  Chunk chunk{context, index_, began_};
  auto& json = chunk.delta();
  json.key("audio").begin_object();
  if (!has_audio_) // clients add up what comes twice
    write_audio_identity(json, context.identity, static_cast<std::int64_t>(index_));
  json.key("data");
  json.plain_string(sound.base64(context.identity.style.audio)).end_object();
  chunk.end();
  has_audio_ = has_content_ = true;
}

void StreamChoice::append_refusal(std::string_view words, const StreamContext& context) {
  Chunk chunk{context, index_, began_};
  chunk.delta().key("refusal").string(words);
  chunk.end();
}

void StreamChoice::block(std::string_view block_reason, const StreamContext& context) {
  seen_ = true;
  append_refusal(words_of_block(block_reason), context);
  has_content_ = true; // the refusal says what there is to say
  finish_reason_ = "SAFETY";
}

void StreamChoice::finish(const StreamContext& context) {
  if (!seen_)
    return;
  ReplyPart rest;
  rest.kind = Kind::content;
  rest.text = fence_.finish();
  remember(rest.text);
  append_text("content", rest, context);
  if (!server_tools_.empty()) {
    Chunk chunk{context, index_, began_};
    write_extra_content(chunk.delta(), {}, server_tools_);
    chunk.end();
  }
  if (!citations_.empty()) {
    Chunk chunk{context, index_, began_};
    write_annotations(chunk.delta().key("annotations"), citations_, text_);
    chunk.end();
  }
  const auto calls = context.identity.style.legacy_functions ? Calls::legacy : Calls::tools;
  const auto finish = finish_of(finish_reason_, calls_ > 0 ? calls : Calls::none);
  if (finish.needs_words && !has_content_ && calls_ == 0)
    append_refusal(words_of(finish_reason_, finish_message_), context);
  Chunk chunk{context, index_, began_};
  chunk.end({}, finish.reason);
}

void StreamChoice::remember(std::string_view text) {
  has_content_ = has_content_ || !text.empty();
  if (text_.size() + text.size() <= cited_bytes_max)
    text_ += text;
}

} // namespace geminid::translate
