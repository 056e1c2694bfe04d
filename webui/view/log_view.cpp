#include "webui/view/log_view.hpp"

#include "webui/api/client.hpp"
#include "webui/core/format.hpp"
#include "webui/view/status_tone.hpp"

#include <algorithm>
#include <array>

namespace geminid::webui {
namespace {

constexpr Phrase no_answer{"no answer", "无响应"};
constexpr Phrase client_left{"client left", "客户端断开"};
constexpr Phrase nobody{"unknown user", "未知用户"};

struct Named {
  std::string_view code;
  Phrase name;
};
constexpr std::array surfaces{Named{"chat", {"Chat completions", "聊天补全"}},
                              Named{"responses", {"Responses", "Responses"}},
                              Named{"messages", {"Messages", "Messages"}},
                              Named{"embeddings", {"Embeddings", "向量"}},
                              Named{"images", {"Images", "图片"}},
                              Named{"speech", {"Speech", "语音合成"}},
                              Named{"transcriptions", {"Transcription", "语音转写"}},
                              Named{"native", {"Gemini native", "Gemini 原生"}},
                              Named{"gemini", {"Gemini native", "Gemini 原生"}}};

void add_to(std::string& details, std::string_view name, std::string_view value) {
  if (value.empty())
    return;
  details += details.empty() ? "" : "&";
  details.append(name).append("=").append(percent_encoded(value));
}

} // namespace

std::span<const int> log_statuses() {
  static constexpr std::array statuses{200, 400, 401, 403, 404, 408, 413, 429, 499, 500, 502, 503, 504};
  return statuses;
}

LogFilter log_filter_from(std::string_view key, std::string_view user, std::string_view model,
                          std::string_view status) {
  const bool number = status.size() == 3 && std::all_of(status.begin(), status.end(),
                                                        [](char digit) { return digit >= '0' && digit <= '9'; });
  return {std::string{key}, std::string{user}, std::string{model}, std::string{number ? status : std::string_view{}}};
}

std::string log_query(const LogFilter& filter, std::size_t limit, std::string_view before) {
  Query query;
  query.add("limit", std::to_string(limit)).add("before", before).add("key", filter.key).add("user", filter.user);
  query.add("model", filter.model).add("status", filter.status).add("failed", filter.failed ? "true" : "");
  return query.text();
}

std::string log_details(const LogFilter& filter) {
  std::string details;
  add_to(details, "key", filter.key);
  add_to(details, "user", filter.user);
  add_to(details, "model", filter.model);
  add_to(details, "status", filter.status);
  add_to(details, "failed", filter.failed ? "true" : "");
  return details;
}

std::string status_text(std::int64_t status, Language language) {
  if (status == 0)
    return no_answer.in(language);
  return status == 499 ? std::string{client_left.in(language)} : std::to_string(status);
}

std::string surface_name(std::string_view surface, Language language) {
  for (const auto& known : surfaces)
    if (known.code == surface)
      return known.name.in(language);
  return std::string{surface};
}

LogRow make_log_row(const dto::LogRecord& record, Instant now, const Locale& locale) {
  const auto language = locale.language;
  LogRow row;
  row.id = record.id;
  row.time = format_time_of_day(record.at, locale);
  const auto day = format_date_time(record.at, locale).substr(5, 5);
  if (day != format_date_time(now, locale).substr(5, 5))
    row.date = day;
  row.model = record.model;
  row.user = record.user.empty() ? std::string{nobody.in(language)} : record.user;
  row.surface = surface_name(record.surface, language);
  row.status = status_text(record.status, language);
  row.tone = status_tone(record.status);
  if (record.tokens.prompt + record.tokens.completion > 0)
    row.tokens = format_integer(record.tokens.prompt) + " → " + format_integer(record.tokens.completion);
  row.latency = format_milliseconds(record.latency_ms);
  if (record.first_byte_ms)
    row.first_byte = format_milliseconds(*record.first_byte_ms);
  if (record.attempts.size() != 1)
    row.attempts = std::to_string(record.attempts.size());
  row.error = record.error;
  row.spoken = row.time + " " + row.status + " " + row.model + " " + row.user + " " + row.latency;
  return row;
}

std::string lower_case(std::string_view text) {
  std::string lower{text};
  for (auto& letter : lower)
    letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  return lower;
}

bool log_matches(const dto::LogRecord& record, std::string_view words) {
  const auto holds = [&](std::string_view text) { return lower_case(text).find(words) != std::string::npos; };
  if (words.empty() || holds(record.model) || holds(record.user) || holds(record.error) || holds(record.request_id) ||
      holds(record.upstream_model) || holds(record.error_code) || record.id == words)
    return true;
  return std::any_of(record.attempts.begin(), record.attempts.end(),
                     [&](const auto& attempt) { return holds(attempt.key) || holds(attempt.key_id); });
}

} // namespace geminid::webui
