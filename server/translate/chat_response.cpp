#include "server/translate/chat.hpp"
#include "server/translate/gemini_error.hpp"
#include "server/translate/gemini_usage.hpp"
#include "server/translate/parse_json.hpp"
#include "server/translate/reply_choice.hpp"
#include "server/translate/stream_failure.hpp"

#include <algorithm>
#include <array>

namespace geminid::translate {
namespace {

using simdjson::dom::object;

bool is_reply(object reply) {
  constexpr std::array<std::string_view, 5> fields{"candidates", "promptFeedback", "usageMetadata", "modelVersion",
                                                   "responseId"};
  return std::any_of(fields.begin(), fields.end(),
                     [&](std::string_view name) { return reply.at_key(name).error() == simdjson::SUCCESS; });
}

// Gives back how many bytes were answered, for the estimate where Gemini counted nothing.
std::size_t write_choices(DomWriter& json, object reply, const ReplyIdentity& identity) {
  CallIds ids{identity};
  std::size_t answer_bytes = 0;
  std::int64_t position = 0;
  json.key("choices").begin_array();
  if (const auto candidates = array_of(reply, "candidates"))
    for (const auto candidate : *candidates) {
      const auto choice = read_choice(candidate, ids, identity.style);
      write_choice(json, integer_of(candidate, "index").value_or(position), choice, identity);
      answer_bytes += choice.content.size() + choice.reasoning.size() + choice.calls.size();
      ++position;
    }
  if (position == 0) {
    const auto feedback = object_of(reply, "promptFeedback");
    write_choice(json, 0, blocked_choice(feedback ? text_of(*feedback, "blockReason") : std::string_view{}), identity);
  }
  json.end_array();
  return answer_bytes;
}

} // namespace

Result<ChatReply, ApiError> chat_response(std::string_view gemini_json, const ReplyIdentity& identity,
                                          JsonParser& parser) {
  const ParsedJson document{parser, gemini_json};
  if (const auto root = document.root())
    if (const auto error = read_gemini_error(*root))
      return api_error(*error);
  const auto reply = document.object();
  if (!reply || !is_reply(*reply))
    return broken_answer("Gemini's answer is no GenerateContentResponse.");

  constexpr std::size_t growth = 1024;
  ChatReply out;
  out.body.reserve(gemini_json.size() + growth);
  DomWriter json{out.body};
  json.begin_object().key("id").string(identity.id).key("object").string("chat.completion");
  json.key("created").number(identity.created_s).key("model").string(identity.model);
  if (const auto version = text_of(*reply, "modelVersion"); !version.empty())
    json.key("system_fingerprint").string(version);
  const auto usage = object_of(*reply, "usageMetadata");
  if (const auto tier = usage ? service_tier_of(*usage) : std::string_view{}; !tier.empty())
    json.key("service_tier").string(tier);
  const auto answer_bytes = write_choices(json, *reply, identity);
  if (usage)
    out.usage = read_usage(*usage);
  if (!out.usage.known)
    out.usage = estimated_usage(identity.prompt_tokens_estimate, answer_bytes);
  write_usage(json.key("usage"), out.usage);
  json.end_object();
  return out;
}

} // namespace geminid::translate
