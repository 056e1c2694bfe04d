#include "server/translate/answer_end.hpp"
#include "server/translate/finish_reason.hpp"
#include "server/translate/gemini_error.hpp"
#include "server/translate/gemini_usage.hpp"
#include "server/translate/parse_json.hpp"
#include "server/translate/source_usage.hpp"
#include "server/translate/stream_choice.hpp"
#include "server/translate/stream_failure.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace geminid::translate {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

// Gemini answers at most eight candidates; what claims to be more is not one.
constexpr std::int64_t choices_max = 64;

} // namespace

struct ChatStream::State {
  struct Source {
    std::vector<StreamChoice> choices; // by candidate
    std::string block_reason;
    SourceUsage usage;
    std::size_t bytes_before = 0; // of the choices when the present answer began
    bool answered = false;        // the present answer came to its proper end
    bool continued = false;       // and has a rest
    bool finished = false;

    /// Some choice is there that has no end, or none has one.
    [[nodiscard]] bool broken() const;
    [[nodiscard]] bool blocked() const { return is_said(block_reason) && answer_bytes() == 0 && broken(); }
    [[nodiscard]] std::size_t answer_bytes() const;
    [[nodiscard]] AnswerEnd end() const;
  };

  State(ReplyIdentity of, bool with_usage, std::size_t count)
      : identity(std::move(of)), include_usage(with_usage), ids(identity), sources(count) {}

  void take(object reply, std::string& out, std::size_t number);
  void take_candidate(element candidate, std::string& out, std::size_t number);
  void begin_chunks(object reply);
  StreamChoice& choice(std::size_t number, std::size_t candidate);
  [[nodiscard]] bool began() const;
  void append_usage(std::string& out) const;

  ReplyIdentity identity;
  bool include_usage;
  CallIds ids;
  std::string chunk_head; // what all chunks begin with; empty before the first event
  std::vector<Source> sources;
};

void ChatStream::State::begin_chunks(object reply) {
  if (!chunk_head.empty())
    return;
  chunk_head = "data: ";
  JsonWriter json{chunk_head};
  json.begin_object().key("id").string(identity.id).key("object").string("chat.completion.chunk");
  json.key("created").number(identity.created_s).key("model").string(identity.model);
  if (const auto version = text_of(reply, "modelVersion"); !version.empty())
    json.key("system_fingerprint").string(version);
  const auto metadata = object_of(reply, "usageMetadata");
  if (const auto tier = metadata ? service_tier_of(*metadata) : std::string_view{}; !tier.empty())
    json.key("service_tier").string(tier);
}

StreamChoice& ChatStream::State::choice(std::size_t number, std::size_t candidate) {
  auto& choices = sources[number].choices;
  while (choices.size() <= candidate)
    choices.emplace_back(number + choices.size());
  return choices[candidate];
}

void ChatStream::State::take_candidate(element candidate, std::string& out, std::size_t number) {
  const auto index = integer_of(candidate, "index").value_or(0);
  if (index < 0 || index >= (sources.size() > 1 ? 1 : choices_max)) // a source's place is among the others
    return;
  const StreamContext context{chunk_head, include_usage, identity, ids, out};
  choice(number, static_cast<std::size_t>(index)).take(candidate, context);
}

void ChatStream::State::take(object reply, std::string& out, std::size_t number) {
  auto& source = sources[number];
  ids.of_source(number);
  begin_chunks(reply);
  if (const auto metadata = object_of(reply, "usageMetadata"))
    source.usage.set(read_usage(*metadata)); // running totals: the last ones count
  if (const auto feedback = object_of(reply, "promptFeedback"))
    if (const auto reason = text_of(*feedback, "blockReason"); !reason.empty())
      source.block_reason = reason;
  if (const auto candidates = array_of(reply, "candidates"))
    for (const auto candidate : *candidates)
      take_candidate(candidate, out, number);
}

bool ChatStream::State::Source::broken() const {
  bool ended = false;
  for (const auto& choice : choices) {
    if (choice.seen() && !choice.ended())
      return true;
    ended = ended || choice.ended();
  }
  return !ended;
}

std::size_t ChatStream::State::Source::answer_bytes() const {
  return std::accumulate(choices.begin(), choices.end(), std::size_t{0},
                         [](std::size_t sum, const StreamChoice& choice) { return sum + choice.answer_bytes(); });
}

AnswerEnd ChatStream::State::Source::end() const {
  std::vector<ChoiceEnd> ends;
  for (const auto& choice : choices)
    if (choice.seen())
      ends.push_back({choice.finish_reason(), choice.finish_message(), choice.continuation_token(), choice.is_empty(),
                      choice.began()});
  return answer_end(ends);
}

bool ChatStream::State::began() const {
  return std::any_of(sources.begin(), sources.end(), [](const Source& source) {
    return std::any_of(source.choices.begin(), source.choices.end(),
                       [](const StreamChoice& choice) { return choice.began(); });
  });
}

void ChatStream::State::append_usage(std::string& out) const {
  auto usage = sources.front().usage.reported();
  for (std::size_t i = 1; i < sources.size(); ++i)
    usage = joined(usage, sources[i].usage.reported());
  out += chunk_head;
  out += R"(,"choices":[],"usage":)";
  JsonWriter json{out};
  write_usage(json, usage);
  out += "}\n\n";
}

ChatStream::ChatStream(ReplyIdentity identity, bool include_usage, std::size_t sources)
    : state_(std::make_unique<State>(std::move(identity), include_usage, sources)) {}
ChatStream::~ChatStream() = default;
ChatStream::ChatStream(ChatStream&&) noexcept = default;
ChatStream& ChatStream::operator=(ChatStream&&) noexcept = default;

Result<Done, ApiError> ChatStream::event(std::string_view gemini_json, JsonParser& parser, std::string& out,
                                         std::size_t source) {
  const ParsedJson document{parser, gemini_json};
  if (const auto root = document.root())
    if (const auto error = read_gemini_error(*root))
      return api_error(*error);
  const auto reply = document.object();
  if (!reply)
    return broken_answer("Gemini sent an event that is no JSON object.");
  state_->take(*reply, out, source);
  return Done{};
}

Result<AnswerEnd, ApiError> ChatStream::end_answer(std::size_t number) {
  auto& source = state_->sources[number];
  const bool blocked = source.blocked();
  if (!blocked && source.broken())
    return broken_answer("Gemini's stream ended before the answer was complete.");
  if (!source.usage.present().known)
    source.usage.set(
        estimated_usage(state_->identity.prompt_tokens_estimate, source.answer_bytes() - source.bytes_before));
  auto end = blocked ? AnswerEnd{} : source.end();
  source.answered = true;
  source.continued = end.kind == AnswerEnd::Kind::continued;
  return end;
}

void ChatStream::begin_answer(std::size_t number) {
  auto& source = state_->sources[number];
  if (!source.answered) // nobody pays for a broken one
    source.usage.set({});
  source.usage.next(source.continued);
  if (source.continued) {
    source.choices.front().go_on();
  } else {
    source.choices.clear();
    source.block_reason.clear();
    if (!state_->began()) // the other answer may be another model's
      state_->chunk_head.clear();
  }
  source.bytes_before = source.answer_bytes();
  source.answered = source.continued = false;
}

void ChatStream::finish(std::string& out, std::size_t number) {
  auto& state = *state_;
  auto& source = state.sources[number];
  const StreamContext context{state.chunk_head, state.include_usage, state.identity, state.ids, out};
  if (source.blocked())
    state.choice(number, 0).block(source.block_reason, context);
  for (auto& choice : source.choices)
    choice.finish(context);
  source.finished = true;
  if (!std::all_of(state.sources.begin(), state.sources.end(), [](const auto& each) { return each.finished; }))
    return;
  if (state.include_usage)
    state.append_usage(out);
  out += "data: [DONE]\n\n";
}

const Usage& ChatStream::usage(std::size_t source) const {
  return state_->sources[source].usage.present();
}

Usage ChatStream::spent() const {
  Usage spent;
  for (const auto& source : state_->sources)
    spent = both(spent, source.usage.spent());
  return spent;
}

void append_stream_error(std::string& out, const ApiError& error) {
  out.append("data: ").append(to_json(error)).append("\n\n");
}

} // namespace geminid::translate
