#include "webui/view/keys_detail.hpp"

#include "actors/policy/pacific_day.hpp"
#include "webui/core/format.hpp"
#include "webui/core/order.hpp"
#include "webui/view/keys_words.hpp"
#include "webui/view/status_tone.hpp"

#include <utility>

namespace geminid::webui {
namespace {

constexpr Phrase used_of{"{} of {}", "{} / {}"};
constexpr Phrase no_limit{"{}, no limit known", "{}，限额未知"};
constexpr Phrase source_set{"set", "已设定"};
constexpr Phrase source_learned{"learned", "已学到"};
constexpr Phrase until_moment{"Until {}", "至 {}"};
constexpr Phrase until_midnight{"Until {} (midnight Pacific)", "至 {}（太平洋时间午夜）"};

constexpr Phrase requests{"Requests", "请求数"};
constexpr Phrase failures{"Failed", "失败"};
constexpr Phrase prompt_tokens{"Prompt tokens", "输入 token"};
constexpr Phrase completion_tokens{"Completion tokens", "输出 token"};
constexpr Phrase last_used{"Last used", "最近使用"};
constexpr Phrase project{"Project", "项目"};
constexpr Phrase own_project{"Its own", "独立项目"};
constexpr Phrase identifier{"Id", "编号"};
constexpr Phrase no_answer{"No answer", "无响应"};

LimitView limit_view(const char* label, const dto::LimitUse& use, const Locale& locale) {
  LimitView view;
  view.label = label;
  if (!use.limit) {
    view.text = filled(no_limit.in(locale), {format_integer(use.used)});
    return view;
  }
  view.text = filled(used_of.in(locale), {format_integer(use.used), format_integer(*use.limit)});
  if (use.source != dto::LimitSource::none)
    view.source = (use.source == dto::LimitSource::set ? source_set : source_learned).in(locale);
  view.share = *use.limit > 0 ? static_cast<double>(use.used) / static_cast<double>(*use.limit) : 1;
  view.tone = use_tone(view.share);
  return view;
}

KeyModelView model_view(const std::string& model, const dto::KeyModelUse& use, Instant now, const Locale& locale) {
  KeyModelView view;
  view.model = model;
  view.state = key_state_phrase(use.state).in(locale);
  view.tone = key_state_tone(use.state);
  view.note = key_words(use.reason.value_or(""), locale.language);
  if (const auto left = countdown_to(use.until, now, locale); !left.empty())
    view.note += (view.note.empty() ? "" : " · ") + left;
  view.limits = {limit_view("RPM", use.rpm, locale), limit_view("TPM", use.tpm, locale),
                 limit_view("RPD", use.rpd, locale)};
  return view;
}

std::vector<Fact> facts_of(const dto::Key& key, Instant now, const Locale& locale) {
  const auto in = [&](const Phrase& phrase) { return std::string{phrase.in(locale)}; };
  const auto& totals = key.totals;
  const auto used = key.last_used_at ? format_date_time(*key.last_used_at, locale) + " · " +
                                           format_relative(*key.last_used_at, now, locale.language)
                                     : std::string{"—"};
  return {{in(requests), format_integer(totals.requests)},
          {in(failures), format_integer(totals.failures), totals.failures > 0},
          {in(prompt_tokens), format_integer(totals.prompt_tokens)},
          {in(completion_tokens), format_integer(totals.completion_tokens)},
          {in(last_used), used},
          {in(project), key.project.empty() ? in(own_project) : key.project},
          {in(identifier), key.id}};
}

} // namespace

KeyDetail make_key_detail(const dto::Key& key, Instant now, const Locale& locale) {
  KeyDetail detail;
  detail.row = make_key_row(key, now, locale);
  if (key.next_change_at && *key.next_change_at > now) {
    const bool of_the_day = *key.next_change_at == policy::next_pacific_midnight(now);
    const auto& phrase = of_the_day ? until_midnight : until_moment;
    detail.until = filled(phrase.in(locale), {format_date_time(*key.next_change_at, locale)});
  }
  for (const auto& [model, use] : key.models)
    detail.models.push_back(model_view(model, use, now, locale));
  // Those with something to say first.
  sort_stably(detail.models, [](const auto& a, const auto& b) { return !a.note.empty() && b.note.empty(); });
  detail.facts = facts_of(key, now, locale);
  detail.last_error = key_words(key.last_error.value_or(""), locale.language);
  return detail;
}

std::vector<KeyRequestView> make_key_requests(const std::vector<dto::LogRecord>& records, std::string_view key_id,
                                              Instant now, const Locale& locale) {
  std::vector<KeyRequestView> views;
  for (const auto& record : records) {
    KeyRequestView view;
    view.at = format_relative(record.at, now, locale.language);
    view.model = record.upstream_model.empty() ? record.model : record.upstream_model;
    auto status = record.status;
    auto ms = record.latency_ms;
    for (const auto& attempt : record.attempts)
      if (attempt.key_id == key_id) {
        status = attempt.status;
        ms = attempt.ms;
        view.reason = key_words(attempt.reason, locale.language);
      }
    view.status = status > 0 ? std::to_string(status) : std::string{no_answer.in(locale)};
    view.tone = status_tone(status);
    view.took = format_milliseconds(ms);
    views.push_back(std::move(view));
  }
  return views;
}

Result<std::vector<dto::LogRecord>> parse_key_requests(const dto::json& document) {
  const auto list = document.is_object() ? document.find("logs") : document.end();
  if (list == document.end() || !list->is_array())
    return Error{"logs must be an array", "logs"};
  std::vector<dto::LogRecord> records;
  for (const auto& entry : *list) {
    auto record = dto::parse_log_record(entry);
    if (!record)
      return record.error();
    records.push_back(std::move(*record));
  }
  return records;
}

} // namespace geminid::webui
