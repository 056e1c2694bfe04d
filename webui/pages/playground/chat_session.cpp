#include "webui/pages/playground/chat_session.hpp"

#include <utility>

namespace geminid::webui {
namespace {

constexpr std::size_t refusal_bytes_max = 64U << 10U;
constexpr int status_ok = 200;

} // namespace

void ChatSession::send(std::string text, const std::string& key, const ChatOptions& options, const Locale& locale) {
  if (running())
    return;
  if (messages_.size() + 2 > messages_max)
    messages_.erase(messages_.begin(), messages_.begin() + 2);
  ChatMessage question;
  question.from_user = true;
  question.text = std::move(text);
  messages_.push_back(std::move(question));
  ask(key, options, locale);
}

void ChatSession::again(const std::string& key, const ChatOptions& options, const Locale& locale) {
  if (running() || messages_.size() < 2)
    return;
  messages_.pop_back();
  ask(key, options, locale);
}

void ChatSession::ask(const std::string& key, const ChatOptions& options, const Locale& locale) {
  HttpRequest request;
  request.method = "POST";
  request.path = "/v1/chat/completions";
  request.body = dto::to_text(chat_document(messages_, options));
  request.bearer = key;
  ChatMessage answer;
  answer.state = AnswerState::waiting;
  answer.sent_at = host_.now();
  messages_.push_back(std::move(answer));
  reader_ = SseReader{};
  refusal_.clear();
  look_ups_left_ = 0;
  ++revision_;
  stream_ = host_.stream(std::move(request), [this, &locale](const StreamPart& part) { take(part, locale); });
}

void ChatSession::take(const StreamPart& part, const Locale& locale) {
  auto& answer = messages_.back();
  if (answer.request_id.empty())
    answer.request_id = part.request_id;
  ++revision_;
  if (part.status != status_ok) {
    if (refusal_.size() + part.text.size() <= refusal_bytes_max)
      refusal_ += part.text;
  } else {
    for (const auto& event : reader_.take(part.text))
      take_event(answer, event, host_.now(), locale);
  }
  if (answer.text.size() + answer.reasoning.size() > answer_bytes_max) {
    stop();
    return;
  }
  if (part.more)
    return;
  stream_ = 0;
  finish_answer(answer, part.status, refusal_, host_.now(), locale);
  look_ups_left_ = answer.request_id.empty() ? 0 : look_ups_max;
  next_look_up_ = host_.now();
  host_.redraw_within(Duration{50});
}

void ChatSession::stop() {
  if (!running())
    return;
  host_.cancel_stream(std::exchange(stream_, 0));
  auto& answer = messages_.back();
  answer.state = AnswerState::stopped;
  answer.total = host_.now() - answer.sent_at;
  look_ups_left_ = answer.request_id.empty() ? 0 : look_ups_max;
  next_look_up_ = host_.now() + look_up_every;
  ++revision_;
  host_.redraw_within(look_up_every);
}

void ChatSession::clear() {
  stop();
  messages_.clear();
  look_ups_left_ = 0;
  ++revision_;
}

// The record is written behind the request.
void ChatSession::look_up() {
  if (look_ups_left_ == 0)
    return;
  const auto now = host_.now();
  if (now < next_look_up_) {
    host_.redraw_within(next_look_up_ - now);
    return;
  }
  --look_ups_left_;
  next_look_up_ = now + look_up_every;
  client_.get("/admin/api/logs?limit=20", [this](const ApiResult& result) {
    if (result)
      take_record(*result);
    if (look_ups_left_ > 0)
      host_.redraw_within(look_up_every);
  });
}

void ChatSession::take_record(const dto::json& document) {
  const auto list = document.find("logs");
  if (messages_.empty() || list == document.end() || !list->is_array())
    return;
  auto& answer = messages_.back();
  for (const auto& entry : *list) {
    const auto record = dto::parse_log_record(entry);
    if (!record || record->request_id != answer.request_id)
      continue;
    answer.served_by = served_by(*record);
    if (answer.model.empty())
      answer.model = record->upstream_model;
    look_ups_left_ = 0;
    ++revision_;
    return;
  }
}

} // namespace geminid::webui
