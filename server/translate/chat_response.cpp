#include "server/translate/answer_end.hpp"
#include "server/translate/gemini_error.hpp"
#include "server/translate/gemini_usage.hpp"
#include "server/translate/parse_json.hpp"
#include "server/translate/reply_choice.hpp"
#include "server/translate/source_usage.hpp"
#include "server/translate/stream_failure.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>

namespace geminid::translate {
namespace {

using simdjson::dom::object;

bool is_reply(object reply) {
  constexpr std::array<std::string_view, 5> fields{"candidates", "promptFeedback", "usageMetadata", "modelVersion",
                                                   "responseId"};
  return std::any_of(fields.begin(), fields.end(),
                     [&](std::string_view name) { return reply.at_key(name).error() == simdjson::SUCCESS; });
}

std::size_t answer_bytes(const std::vector<ReplyChoice>& choices) {
  return std::accumulate(choices.begin(), choices.end(), std::size_t{0},
                         [](std::size_t sum, const ReplyChoice& choice) { return sum + choice.answer_bytes(); });
}

} // namespace

struct ChatAnswer::State {
  struct Source {
    std::vector<ReplyChoice> choices;
    SourceUsage usage;
    bool answered = false;
    bool continued = false;
  };

  State(ReplyIdentity of, std::size_t count) : identity(std::move(of)), ids(identity), sources(count) {}

  AnswerEnd take(object reply, std::size_t number);
  AnswerEnd take_choices(object reply, Source& source, std::int64_t first_index);

  ReplyIdentity identity;
  CallIds ids;
  std::vector<Source> sources;
  std::string fingerprint;
  std::string service_tier;
};

AnswerEnd ChatAnswer::State::take(object reply, std::size_t number) {
  auto& source = sources[number];
  if (source.answered)
    source.usage.next(source.continued);
  if (!source.continued)
    source.choices.clear();
  if (const auto version = text_of(reply, "modelVersion"); !version.empty())
    fingerprint = version;
  const auto metadata = object_of(reply, "usageMetadata");
  if (metadata)
    service_tier = service_tier_of(*metadata);
  const auto bytes_before = answer_bytes(source.choices);
  ids.of_source(number);
  auto end = take_choices(reply, source, static_cast<std::int64_t>(number));
  auto usage = metadata ? read_usage(*metadata) : Usage{};
  if (!usage.known)
    usage = estimated_usage(identity.prompt_tokens_estimate, answer_bytes(source.choices) - bytes_before);
  source.usage.set(usage);
  source.answered = true;
  source.continued = end.kind == AnswerEnd::Kind::continued;
  return end;
}

AnswerEnd ChatAnswer::State::take_choices(object reply, Source& source, std::int64_t first_index) {
  std::size_t position = 0;
  if (const auto candidates = array_of(reply, "candidates"))
    for (const auto candidate : *candidates) {
      if (position > 0 && sources.size() > 1)
        break; // a source's place is among the others
      if (position == source.choices.size())
        source.choices.emplace_back().index =
            first_index + integer_of(candidate, "index").value_or(static_cast<std::int64_t>(position));
      read_candidate(source.choices[position++], candidate, ids, identity.style);
    }
  std::vector<ChoiceEnd> ends; // views of the choices, which stay where they are from here on
  for (const auto& choice : std::span{source.choices}.first(position))
    ends.push_back({choice.gemini_reason, choice.gemini_message, choice.continuation_token, choice.is_empty()});
  if (!ends.empty())
    return answer_end(ends);
  if (source.continued) // nothing more came
    return {};
  const auto feedback = object_of(reply, "promptFeedback");
  auto blocked = blocked_choice(feedback ? text_of(*feedback, "blockReason") : std::string_view{});
  blocked.index = first_index;
  const bool unexplained = blocked.finish_reason == "stop";
  source.choices.push_back(std::move(blocked));
  return unexplained ? answer_end({}) : AnswerEnd{};
}

ChatAnswer::ChatAnswer(ReplyIdentity identity, std::size_t sources)
    : state_(std::make_unique<State>(std::move(identity), sources)) {}
ChatAnswer::~ChatAnswer() = default;

Result<AnswerEnd, ApiError> ChatAnswer::take(std::string_view gemini_json, JsonParser& parser, std::size_t source) {
  const ParsedJson document{parser, gemini_json};
  if (const auto root = document.root())
    if (const auto error = read_gemini_error(*root))
      return api_error(*error);
  const auto reply = document.object();
  if (!reply || !is_reply(*reply))
    return broken_answer("Gemini's answer is no GenerateContentResponse.");
  return state_->take(*reply, source);
}

std::string ChatAnswer::body() const {
  constexpr std::size_t growth = 1024;
  const auto& identity = state_->identity;
  std::size_t bytes = 0;
  for (const auto& source : state_->sources)
    bytes += answer_bytes(source.choices) + growth;
  std::string body;
  body.reserve(bytes);
  DomWriter json{body};
  json.begin_object().key("id").string(identity.id).key("object").string("chat.completion");
  json.key("created").number(identity.created_s).key("model").string(identity.model);
  if (!state_->fingerprint.empty())
    json.key("system_fingerprint").string(state_->fingerprint);
  if (!state_->service_tier.empty())
    json.key("service_tier").string(state_->service_tier);
  json.key("choices").begin_array();
  auto usage = state_->sources.front().usage.reported();
  for (const auto& source : state_->sources) {
    if (&source != &state_->sources.front())
      usage = joined(usage, source.usage.reported());
    for (const auto& choice : source.choices)
      write_choice(json, choice, identity);
  }
  json.end_array();
  write_usage(json.key("usage"), usage);
  json.end_object();
  return body;
}

const Usage& ChatAnswer::usage(std::size_t source) const {
  return state_->sources[source].usage.present();
}

Usage ChatAnswer::spent() const {
  Usage spent;
  for (const auto& source : state_->sources)
    spent = both(spent, source.usage.spent());
  return spent;
}

} // namespace geminid::translate
