#include "server/translate/reply_choice.hpp"

#include "server/translate/finish_reason.hpp"
#include "server/translate/logprobs.hpp"
#include "server/translate/thought_signature.hpp"

namespace geminid::translate {
namespace {

using Kind = ReplyPart::Kind;

void add_call(ReplyChoice& choice, const ReplyPart& part, CallIds& ids, std::string& scratch) {
  if (!choice.calls.empty())
    choice.calls += ',';
  DomWriter json{choice.calls};
  json.begin_object();
  write_call(json, part, ids, scratch);
  json.end_object();
}

void add_part(ReplyChoice& choice, const ReplyPart& part, CallIds& ids, std::string& scratch) {
  switch (part.kind) {
  case Kind::nothing:
    return;
  case Kind::reasoning:
    choice.reasoning += part.text;
    return;
  case Kind::content:
    choice.content += part.text;
    if (!part.signature.empty())
      choice.signature = part.signature;
    return;
  case Kind::call:
    return add_call(choice, part, ids, scratch);
  }
}

void write_message(DomWriter& json, const ReplyChoice& choice) {
  json.begin_object().key("role").string("assistant").key("content");
  if (choice.content.empty() && !choice.calls.empty())
    json.null();
  else
    json.string(choice.content);
  json.key("refusal");
  if (choice.refusal.empty())
    json.null();
  else
    json.string(choice.refusal);
  if (!choice.reasoning.empty())
    json.key("reasoning_content").string(choice.reasoning);
  if (!choice.calls.empty())
    json.key("tool_calls").begin_array().raw(choice.calls).end_array();
  if (!choice.citations.empty())
    write_annotations(json.key("annotations"), choice.citations, choice.content);
  if (!choice.signature.empty())
    write_signature(json, choice.signature);
  json.end_object();
}

} // namespace

ReplyChoice read_choice(simdjson::dom::element candidate, CallIds& ids) {
  ReplyChoice choice;
  std::string scratch;
  if (const auto content = object_of(candidate, "content"))
    if (const auto parts = array_of(*content, "parts"))
      for (const auto part : *parts)
        add_part(choice, read_reply_part(part, scratch), ids, scratch);
  if (const auto grounding = object_of(candidate, "groundingMetadata"))
    choice.citations = read_citations(*grounding);
  choice.logprobs = object_of(candidate, "logprobsResult");

  const auto reason = text_of(candidate, "finishReason");
  const auto finish = finish_of(reason, !choice.calls.empty());
  choice.finish_reason = finish.reason;
  if (finish.needs_words && choice.content.empty() && choice.calls.empty())
    choice.refusal = words_of(reason, text_of(candidate, "finishMessage"));
  return choice;
}

ReplyChoice blocked_choice(std::string_view block_reason) {
  ReplyChoice choice;
  const bool blocked = is_said(block_reason);
  choice.refusal = blocked ? words_of_block(block_reason) : "Gemini sent no answer.";
  choice.finish_reason = blocked ? "content_filter" : "stop";
  return choice;
}

void write_choice(DomWriter& json, std::int64_t index, const ReplyChoice& choice) {
  json.begin_object().key("index").number(index).key("message");
  write_message(json, choice);
  json.key("logprobs");
  if (choice.logprobs)
    write_logprobs(json, *choice.logprobs);
  else
    json.null();
  json.key("finish_reason").string(choice.finish_reason).end_object();
}

} // namespace geminid::translate
