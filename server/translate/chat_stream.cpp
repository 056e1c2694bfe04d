#include "server/translate/chat.hpp"
#include "server/translate/finish_reason.hpp"
#include "server/translate/gemini_error.hpp"
#include "server/translate/gemini_usage.hpp"
#include "server/translate/parse_json.hpp"
#include "server/translate/stream_choice.hpp"
#include "server/translate/stream_failure.hpp"

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
  State(ReplyIdentity of, bool with_usage) : identity(std::move(of)), include_usage(with_usage), ids(identity) {}

  void take(object reply, std::string& out);
  void take_candidate(element candidate, std::string& out);
  void begin_chunks(object reply);
  StreamChoice& choice(std::size_t index);
  /// Some choice has begun and not ended, or none ended at all.
  [[nodiscard]] bool broken() const;
  [[nodiscard]] std::size_t answer_bytes() const;
  void append_usage(std::string& out) const;

  ReplyIdentity identity;
  bool include_usage;
  CallIds ids;
  std::string chunk_head; // what all chunks begin with; empty before the first event
  std::vector<StreamChoice> choices;
  std::string block_reason;
  Usage usage;
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

StreamChoice& ChatStream::State::choice(std::size_t index) {
  while (choices.size() <= index)
    choices.emplace_back(choices.size());
  return choices[index];
}

void ChatStream::State::take_candidate(element candidate, std::string& out) {
  const auto index = integer_of(candidate, "index").value_or(0);
  if (index < 0 || index >= choices_max)
    return;
  const StreamContext context{chunk_head, include_usage, identity, ids, out};
  choice(static_cast<std::size_t>(index)).take(candidate, context);
}

void ChatStream::State::take(object reply, std::string& out) {
  begin_chunks(reply);
  if (const auto metadata = object_of(reply, "usageMetadata"))
    usage = read_usage(*metadata); // running totals: the last ones count
  if (const auto feedback = object_of(reply, "promptFeedback"))
    if (const auto reason = text_of(*feedback, "blockReason"); !reason.empty())
      block_reason = reason;
  if (const auto candidates = array_of(reply, "candidates"))
    for (const auto candidate : *candidates)
      take_candidate(candidate, out);
}

bool ChatStream::State::broken() const {
  bool ended = false;
  for (const auto& choice : choices) {
    if (choice.began() && !choice.ended())
      return true;
    ended = ended || choice.ended();
  }
  return !ended;
}

std::size_t ChatStream::State::answer_bytes() const {
  return std::accumulate(choices.begin(), choices.end(), std::size_t{0},
                         [](std::size_t sum, const StreamChoice& choice) { return sum + choice.answer_bytes(); });
}

void ChatStream::State::append_usage(std::string& out) const {
  out += chunk_head;
  out += R"(,"choices":[],"usage":)";
  JsonWriter json{out};
  write_usage(json, usage);
  out += "}\n\n";
}

ChatStream::ChatStream(ReplyIdentity identity, bool include_usage)
    : state_(std::make_unique<State>(std::move(identity), include_usage)) {}
ChatStream::~ChatStream() = default;
ChatStream::ChatStream(ChatStream&&) noexcept = default;
ChatStream& ChatStream::operator=(ChatStream&&) noexcept = default;

Result<Done, ApiError> ChatStream::event(std::string_view gemini_json, JsonParser& parser, std::string& out) {
  const ParsedJson document{parser, gemini_json};
  if (const auto root = document.root())
    if (const auto error = read_gemini_error(*root))
      return api_error(*error);
  const auto reply = document.object();
  if (!reply)
    return broken_answer("Gemini sent an event that is no JSON object.");
  state_->take(*reply, out);
  return Done{};
}

Result<Done, ApiError> ChatStream::finish(std::string& out) {
  auto& state = *state_;
  const auto answer_bytes = state.answer_bytes();
  const bool blocked = is_said(state.block_reason) && answer_bytes == 0 && state.broken();
  if (!blocked && state.broken())
    return broken_answer("Gemini's stream ended before the answer was complete.");
  if (!state.usage.known)
    state.usage = estimated_usage(state.identity.prompt_tokens_estimate, answer_bytes);

  const StreamContext context{state.chunk_head, state.include_usage, state.identity, state.ids, out};
  if (blocked)
    state.choice(0).block(state.block_reason, context);
  for (auto& choice : state.choices)
    choice.finish(context);
  if (state.include_usage)
    state.append_usage(out);
  out += "data: [DONE]\n\n";
  return Done{};
}

const Usage& ChatStream::usage() const {
  return state_->usage;
}

void append_stream_error(std::string& out, const ApiError& error) {
  out.append("data: ").append(to_json(error)).append("\n\n");
}

} // namespace geminid::translate
