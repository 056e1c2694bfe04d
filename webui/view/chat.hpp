// A conversation with a model through the gateway: the request's document, and what the parts of an answer say. Pure.
#pragma once

#include "shared/json_fields.hpp"
#include "shared/log_dto.hpp"
#include "webui/core/locale.hpp"
#include "webui/view/thinking_choice.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::webui {

struct ChatOptions {
  std::string model;
  std::string system;
  ThinkingDraft thinking;
  /// As typed; empty: the model's own. Always a number from 0 to 2 in what `chat_document` takes.
  std::string temperature;
};

/// Nothing where it is empty or no number from 0 to 2.
[[nodiscard]] std::optional<double> temperature_of(std::string_view text);

struct ChatUsage {
  std::int64_t prompt = 0, completion = 0, reasoning = 0;

  bool operator==(const ChatUsage&) const = default;
};

enum class AnswerState { waiting, arriving, done, stopped, failed };

/// Something said, and for an answer how it came.
struct ChatMessage {
  bool from_user = false;
  std::string text;
  std::string reasoning = {};
  AnswerState state = AnswerState::done;
  std::string error = {}; // in the viewer's language, or the server's words
  std::string model = {}; // that answered
  std::string finish = {};
  std::optional<ChatUsage> usage = {};
  std::string request_id = {};
  std::string served_by = {}; // masked keys, in the order they were tried
  Instant sent_at{};
  std::optional<Duration> first_byte = {}; // until something was said
  std::optional<Duration> total = {};
};

/// The names in what GET /v1/models answers; none where it is something else.
[[nodiscard]] std::vector<std::string> model_ids(std::string_view body);

/// The body of POST /v1/chat/completions, streamed with its usage. Answers that say nothing
/// are left out, and questions that failed without a word of answer.
[[nodiscard]] dto::json chat_document(const std::vector<ChatMessage>& conversation, const ChatOptions& options);

/// Takes the data of one event into the answer; `now` is when it came.
void take_event(ChatMessage& answer, std::string_view data, Instant now, const Locale& locale);
/// The answer has ended: by itself, or with `status` other than 200 and a body that says why.
void finish_answer(ChatMessage& answer, int status, std::string_view body, Instant now, const Locale& locale);

/// The log's record of the answer says which keys were tried: "AIza…cd12", "AIza…ab01 (429), AIza…cd12".
[[nodiscard]] std::string served_by(const dto::LogRecord& record);
/// "first token 320 ms · 1.2 s in all · 12 in, 40 out (20 of them thought)", as far as it is known.
[[nodiscard]] std::string figures_of(const ChatMessage& answer, const Locale& locale);

} // namespace geminid::webui
