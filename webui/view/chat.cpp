#include "webui/view/chat.hpp"

#include "webui/core/format.hpp"

#include <array>
#include <cstdlib>

namespace geminid::webui {
namespace {

using dto::json;

constexpr std::int64_t temperature_max = 2;
constexpr Phrase no_answer{"The server does not answer: {}", "服务器没有响应：{}"};
constexpr Phrase refused{"Refused with status {}", "请求失败，状态码 {}"};
constexpr Phrase bad_key{"The key is not accepted: {}", "密钥无效：{}"};
constexpr Phrase no_capacity{"No Gemini key has room now: {}", "目前没有可用的 Gemini 密钥额度：{}"};
constexpr Phrase unavailable{"The gateway could not serve it: {}", "网关未能完成请求：{}"};
constexpr Phrase broken{"The answer broke off: {}", "回答中断：{}"};
constexpr Phrase ended_early{"it ended without its last part", "未收到结束标记"};
constexpr Phrase first_token{"first token {}", "首字 {}"};
constexpr Phrase in_all{"{} in all", "总计 {}"};
constexpr Phrase token_counts{"{} [token|tokens] in, {} out", "输入 {}，输出 {} Token"};
constexpr Phrase thought_counts{"{} [token|tokens] in, {} out ({} thinking)", "输入 {}，输出 {} Token（思考 {}）"};

const json* member(const json& object, const char* name) {
  if (!object.is_object())
    return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

std::string text_in(const json& object, const char* name) {
  const auto* found = member(object, name);
  return found != nullptr && found->is_string() ? found->get<std::string>() : std::string{};
}

std::int64_t integer_in(const json& object, const char* name) {
  const auto* found = member(object, name);
  return found != nullptr && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

// `{"error":{"message":…}}`
std::string error_in(const json& document) {
  const auto* error = member(document, "error");
  return error == nullptr ? std::string{} : text_in(*error, "message");
}

void add_thinking(json& document, const ThinkingDraft& draft) {
  const auto thinking = thinking_of(draft);
  if (!thinking || thinking->mode == dto::ThinkingMode::model_default) {
    if (draft.include_thoughts)
      document["thinking_config"] = {{"include_thoughts", true}};
    return;
  }
  if (thinking->mode == dto::ThinkingMode::off) {
    document["reasoning_effort"] = "none";
    return;
  }
  document["thinking_config"] = {{"thinking_budget", thinking->budget},
                                 {"include_thoughts", thinking->include_thoughts}};
}

const Phrase* phrase_of(int status) {
  if (status == 401 || status == 403)
    return &bad_key;
  if (status == 429)
    return &no_capacity;
  return status >= 500 ? &unavailable : nullptr;
}

std::string words_of(int status, std::string_view body, const Locale& locale) {
  if (status == 0)
    return filled(no_answer.in(locale), {body});
  const auto document = dto::parse_document(body);
  auto words = document ? error_in(*document) : std::string{};
  if (words.empty())
    return filled(refused.in(locale), {std::to_string(status)});
  const auto* phrase = phrase_of(status);
  return phrase == nullptr ? words : filled(phrase->in(locale), {words});
}

void take_delta(ChatMessage& answer, const json& choice, Instant now) {
  if (auto finish = text_in(choice, "finish_reason"); !finish.empty())
    answer.finish = std::move(finish);
  const auto* delta = member(choice, "delta");
  if (delta == nullptr)
    return;
  const auto content = text_in(*delta, "content");
  const auto reasoning = text_in(*delta, "reasoning_content");
  if (content.empty() && reasoning.empty())
    return;
  if (!answer.first_byte)
    answer.first_byte = now - answer.sent_at;
  answer.state = AnswerState::arriving;
  answer.text += content;
  answer.reasoning += reasoning;
}

} // namespace

std::optional<double> temperature_of(std::string_view text) {
  const std::string typed{text};
  char* end = nullptr;
  const auto value = std::strtod(typed.c_str(), &end);
  const bool whole = end != typed.c_str() && end == typed.c_str() + typed.size();
  return whole && value >= 0 && value <= static_cast<double>(temperature_max) ? std::optional{value} : std::nullopt;
}

std::vector<std::string> model_ids(std::string_view body) {
  std::vector<std::string> ids;
  const auto document = dto::parse_document(body);
  const auto* list = document ? member(*document, "data") : nullptr;
  if (list == nullptr || !list->is_array())
    return ids;
  for (const auto& model : *list)
    if (auto id = text_in(model, "id"); !id.empty())
      ids.push_back(std::move(id));
  return ids;
}

json chat_document(const std::vector<ChatMessage>& conversation, const ChatOptions& options) {
  json messages = json::array();
  if (!options.system.empty())
    messages.push_back({{"role", "system"}, {"content", options.system}});
  for (std::size_t i = 0; i < conversation.size(); ++i) {
    const auto& message = conversation[i];
    const bool unanswered = i + 1 < conversation.size() && conversation[i + 1].state == AnswerState::failed &&
                            conversation[i + 1].text.empty();
    if (!message.text.empty() && !unanswered)
      messages.push_back({{"role", message.from_user ? "user" : "assistant"}, {"content", message.text}});
  }
  json document{{"model", options.model},
                {"messages", std::move(messages)},
                {"stream", true},
                {"stream_options", {{"include_usage", true}}}};
  if (const auto temperature = temperature_of(options.temperature))
    document["temperature"] = *temperature;
  add_thinking(document, options.thinking);
  return document;
}

void take_event(ChatMessage& answer, std::string_view data, Instant now, const Locale& locale) {
  if (data == "[DONE]") {
    if (answer.state != AnswerState::failed)
      answer.state = AnswerState::done;
    return;
  }
  const auto document = dto::parse_document(data);
  if (!document)
    return;
  if (const auto words = error_in(*document); !words.empty()) {
    answer.state = AnswerState::failed;
    answer.error = filled(broken.in(locale), {words});
    return;
  }
  if (auto model = text_in(*document, "model"); !model.empty())
    answer.model = std::move(model);
  if (const auto* choices = member(*document, "choices"); choices != nullptr && choices->is_array())
    for (const auto& choice : *choices)
      take_delta(answer, choice, now);
  if (const auto* usage = member(*document, "usage"); usage != nullptr && usage->is_object()) {
    const auto* details = member(*usage, "completion_tokens_details");
    answer.usage = ChatUsage{integer_in(*usage, "prompt_tokens"), integer_in(*usage, "completion_tokens"),
                             details == nullptr ? 0 : integer_in(*details, "reasoning_tokens")};
  }
}

void finish_answer(ChatMessage& answer, int status, std::string_view body, Instant now, const Locale& locale) {
  answer.total = now - answer.sent_at;
  if (answer.state == AnswerState::failed || answer.state == AnswerState::stopped)
    return;
  if (status != 200) {
    answer.error = words_of(status, body, locale);
    answer.state = AnswerState::failed;
  } else if (answer.state != AnswerState::done) {
    answer.error = filled(broken.in(locale), {ended_early.in(locale)});
    answer.state = AnswerState::failed;
  }
}

std::string served_by(const dto::LogRecord& record) {
  std::string text;
  for (const auto& attempt : record.attempts) {
    text.append(text.empty() ? "" : ", ").append(attempt.key);
    if (!attempt.reason.empty())
      text.append(" (").append(attempt.status == 0 ? attempt.reason : std::to_string(attempt.status)).append(")");
  }
  return text;
}

std::string figures_of(const ChatMessage& answer, const Locale& locale) {
  std::string text;
  const auto add = [&](const std::string& part) { text.append(text.empty() ? "" : " · ").append(part); };
  if (answer.first_byte)
    add(filled(first_token.in(locale), {format_milliseconds(answer.first_byte->count())}));
  if (answer.total)
    add(filled(in_all.in(locale), {format_milliseconds(answer.total->count())}));
  if (const auto& usage = answer.usage) {
    const auto prompt = format_integer(usage->prompt);
    const auto completion = format_integer(usage->completion);
    add(usage->reasoning > 0 ? filled(thought_counts.in(locale), {prompt, completion, format_integer(usage->reasoning)})
                             : filled(token_counts.in(locale), {prompt, completion}));
  }
  return text;
}

} // namespace geminid::webui
