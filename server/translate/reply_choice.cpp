#include "server/translate/reply_choice.hpp"

#include "server/translate/continuation.hpp"
#include "server/translate/finish_reason.hpp"
#include "server/translate/json_fence.hpp"
#include "server/translate/logprobs.hpp"
#include "server/translate/server_tool_part.hpp"
#include "server/translate/thought_signature.hpp"

namespace geminid::translate {
namespace {

using Kind = ReplyPart::Kind;

// One candidate's parts, as they become its choice.
class ChoiceReader {
public:
  ChoiceReader(ReplyChoice& choice, CallIds& ids, const ReplyStyle& style)
      : choice_(choice), ids_(ids), style_(style) {}

  void take(simdjson::dom::element part) {
    places_.add(choice_.content.size());
    take(read_reply_part(part, style_, scratch_));
  }
  [[nodiscard]] const PartPlaces& places() const { return places_; }

private:
  void take(const ReplyPart& part) {
    switch (part.kind) {
    case Kind::nothing:
      return;
    case Kind::reasoning:
      choice_.reasoning += part.text;
      return;
    case Kind::content:
      choice_.content += part.text;
      if (!part.signature.empty())
        choice_.signature = part.signature;
      return;
    case Kind::server_tool:
      return add_server_tool_part(choice_.server_tools, part.text);
    case Kind::audio:
      return choice_.audio.add(part.mime_type, part.text);
    case Kind::call:
      return style_.legacy_functions ? take_legacy_call(part) : take_call(part);
    }
  }

  void take_call(const ReplyPart& part) {
    if (!choice_.calls.empty())
      choice_.calls += ',';
    DomWriter json{choice_.calls};
    json.begin_object();
    write_call(json, part, ids_, scratch_);
    json.end_object();
  }

  // There is room for one only.
  void take_legacy_call(const ReplyPart& part) {
    if (!choice_.calls.empty())
      return;
    DomWriter json{choice_.calls};
    write_function(json, part, scratch_);
    choice_.signature = part.signature;
  }

  ReplyChoice& choice_;
  CallIds& ids_;
  const ReplyStyle& style_;
  std::string scratch_;
  PartPlaces places_;
};

void write_calls(DomWriter& json, const ReplyChoice& choice, const ReplyStyle& style) {
  if (choice.calls.empty())
    return;
  if (style.legacy_functions)
    json.key("function_call").raw(choice.calls);
  else
    json.key("tool_calls").begin_array().raw(choice.calls).end_array();
}

void write_audio(DomWriter& json, const ReplyChoice& choice, const ReplyIdentity& identity) {
  if (!choice.audio.any())
    return;
  json.key("audio").begin_object();
  write_audio_identity(json, identity, choice.index);
  json.key("data");
  json.plain_string(choice.audio.base64(identity.style.audio));
  json.key("transcript").string(choice.content).end_object();
}

void write_message(DomWriter& json, const ReplyChoice& choice, const ReplyIdentity& identity) {
  json.begin_object().key("role").string("assistant").key("content");
  const std::string_view content = choice.content;
  if (content.empty() && (!choice.calls.empty() || choice.audio.any()))
    json.null();
  else
    json.string(identity.style.json ? without_json_fence(content) : content);
  json.key("refusal");
  if (choice.refusal.empty())
    json.null();
  else
    json.string(choice.refusal);
  if (!choice.reasoning.empty())
    json.key("reasoning_content").string(choice.reasoning);
  write_calls(json, choice, identity.style);
  write_audio(json, choice, identity);
  if (!choice.citations.empty())
    write_annotations(json.key("annotations"), choice.citations, choice.content);
  if (!choice.signature.empty() || !choice.server_tools.empty())
    write_extra_content(json, choice.signature, choice.server_tools);
  json.end_object();
}

void read_logprobs(ReplyChoice& choice, simdjson::dom::object result) {
  auto& tokens = choice.logprobs ? *choice.logprobs : choice.logprobs.emplace();
  std::string more;
  DomWriter json{more};
  write_logprob_tokens(json, result);
  if (!tokens.empty() && !more.empty())
    tokens += ',';
  tokens += more;
}

void read_end(ReplyChoice& choice, simdjson::dom::element candidate, const ReplyStyle& style) {
  choice.gemini_reason = text_of(candidate, "finishReason");
  choice.gemini_message = text_of(candidate, "finishMessage");
  const auto token = text_of(candidate, "continuationToken");
  choice.continuation_token = token.size() <= continuation_token_bytes_max ? token : std::string_view{};
  const auto calls = style.legacy_functions ? Calls::legacy : Calls::tools;
  const auto finish = finish_of(choice.gemini_reason, choice.calls.empty() ? Calls::none : calls);
  choice.finish_reason = finish.reason;
  if (finish.needs_words && choice.content.empty() && choice.calls.empty() && !choice.audio.any())
    choice.refusal = words_of(choice.gemini_reason, choice.gemini_message);
}

} // namespace

void read_candidate(ReplyChoice& choice, simdjson::dom::element candidate, CallIds& ids, const ReplyStyle& style) {
  ChoiceReader reader{choice, ids, style};
  if (const auto content = object_of(candidate, "content"))
    if (const auto parts = array_of(*content, "parts"))
      for (const auto part : *parts)
        reader.take(part);
  if (const auto grounding = object_of(candidate, "groundingMetadata"))
    for (auto& citation : read_citations(*grounding, reader.places()))
      choice.citations.push_back(std::move(citation));
  if (const auto logprobs = object_of(candidate, "logprobsResult"))
    read_logprobs(choice, *logprobs);
  read_end(choice, candidate, style);
}

ReplyChoice blocked_choice(std::string_view block_reason) {
  ReplyChoice choice;
  const bool blocked = is_said(block_reason);
  choice.refusal = blocked ? words_of_block(block_reason) : "Gemini sent no answer.";
  choice.finish_reason = blocked ? "content_filter" : "stop";
  return choice;
}

void write_choice(DomWriter& json, const ReplyChoice& choice, const ReplyIdentity& identity) {
  json.begin_object().key("index").number(choice.index).key("message");
  write_message(json, choice, identity);
  json.key("logprobs");
  if (choice.logprobs)
    write_logprobs(json, *choice.logprobs);
  else
    json.null();
  json.key("finish_reason").string(choice.finish_reason).end_object();
}

} // namespace geminid::translate
