#include "webui/view/log_detail_view.hpp"

#include "webui/core/format.hpp"
#include "webui/view/log_view.hpp"
#include "webui/view/status_tone.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace geminid::webui {
namespace {

constexpr Phrase model_label{"Model", "模型"};
constexpr Phrase upstream_label{"Model at Google", "上游模型"};
constexpr Phrase surface_label{"API", "接口"};
constexpr Phrase streamed{"{}, streamed", "{}，流式"};
constexpr Phrase first_byte_label{"First byte", "首字节"};
constexpr Phrase latency_label{"Whole answer", "完整响应"};
constexpr Phrase prompt_label{"Tokens in", "输入 Token"};
constexpr Phrase with_cached{"{}, of these {} cached", "{}，其中缓存 {}"};
constexpr Phrase completion_label{"Tokens out", "输出 Token"};
constexpr Phrase with_thinking{"{}, of these {} thinking", "{}，其中思考 {}"};
constexpr Phrase cost_label{"Cost (estimated)", "费用（估算）"};
constexpr Phrase nothing_answered{"nothing was answered", "没有响应"};
constexpr Phrase request_body{"Request, {}", "请求，{}"};
constexpr Phrase answer_body{"Answer, {}", "响应，{}"};
constexpr Phrase cut_body{"{}, the beginning", "{}，仅开头部分"};

struct Failure {
  std::string_view kind;
  Phrase name;
};
// As actors/policy names refusals, and what the gateway adds.
constexpr std::array failures{Failure{"client_fault", {"The request was refused as wrong", "请求被判为有误"}},
                              Failure{"not_permitted", {"The key may not do this", "密钥无此权限"}},
                              Failure{"field_unsupported", {"A field is not supported", "有字段不受支持"}},
                              Failure{"signature_refused", {"A thought signature was refused", "思考签名被拒绝"}},
                              Failure{"key_invalid", {"The key is invalid", "密钥无效"}},
                              Failure{"key_suspect", {"The key was refused without a reason", "密钥被拒绝，原因不明"}},
                              Failure{"location_unsupported", {"The location is not supported", "所在地区不受支持"}},
                              Failure{"model_missing", {"The model is not there for this project", "该项目没有此模型"}},
                              Failure{"model_closed", {"The model is closed", "模型已关闭"}},
                              Failure{"minute_limit", {"Requests per minute are used up", "每分钟请求数已用尽"}},
                              Failure{"token_limit", {"Tokens per minute are used up", "每分钟 Token 已用尽"}},
                              Failure{"day_limit", {"Requests of the day are used up", "当日请求数已用尽"}},
                              Failure{"not_in_tier", {"Not in the key's tier", "不在密钥的套餐内"}},
                              Failure{"spend_limit", {"The spending limit is reached", "已达消费上限"}},
                              Failure{"credit_empty", {"The credit is used up", "余额已用尽"}},
                              Failure{"bare_limit", {"Throttled without a named limit", "被限流，未说明限额"}},
                              Failure{"overloaded", {"The model is overloaded", "模型过载"}},
                              Failure{"server_error", {"An error at Google", "Google 服务器错误"}},
                              Failure{"timeout", {"No answer in time", "响应超时"}},
                              Failure{"gateway_fault", {"The connection broke", "连接中断"}}};

// Empty where the kind is not known.
std::string failure_name(std::string_view kind, Language language) {
  for (const auto& failure : failures)
    if (failure.kind == kind)
      return failure.name.in(language);
  return {};
}

std::vector<LogFact> facts_of(const dto::LogRecord& record, const Locale& locale) {
  const auto in = [&](const Phrase& phrase) { return std::string{phrase.in(locale)}; };
  const auto surface = surface_name(record.surface, locale.language);
  const auto with = [&](const Phrase& phrase, std::int64_t all, std::int64_t part) {
    return part > 0 ? filled(phrase.in(locale), {format_integer(all), format_integer(part)}) : format_integer(all);
  };
  std::vector<LogFact> facts{{in(model_label), record.model}};
  if (!record.upstream_model.empty() && record.upstream_model != record.model)
    facts.push_back({in(upstream_label), record.upstream_model});
  facts.push_back({in(surface_label), record.stream ? filled(streamed.in(locale), {surface}) : surface});
  facts.push_back(
      {in(first_byte_label), record.first_byte_ms ? format_milliseconds(*record.first_byte_ms) : in(nothing_answered)});
  facts.push_back({in(latency_label), format_milliseconds(record.latency_ms)});
  facts.push_back({in(prompt_label), with(with_cached, record.tokens.prompt, record.tokens.cached)});
  facts.push_back({in(completion_label), with(with_thinking, record.tokens.completion, record.tokens.thinking)});
  if (record.cost)
    facts.push_back({in(cost_label), format_dollars(static_cast<double>(*record.cost) / 1e9)});
  return facts;
}

// Attempts follow one another; what else the request took stays empty behind them.
std::vector<AttemptBar> bars_of(const dto::LogRecord& record, const Locale& locale) {
  std::int64_t tried = 0;
  for (const auto& attempt : record.attempts)
    tried += std::max<std::int64_t>(attempt.ms, 0);
  const auto whole = static_cast<double>(std::max({tried, record.latency_ms, std::int64_t{1}}));
  std::vector<AttemptBar> bars;
  double begin = 0;
  for (const auto& attempt : record.attempts) {
    AttemptBar bar;
    bar.begin = begin;
    bar.length = static_cast<double>(std::max<std::int64_t>(attempt.ms, 0)) / whole;
    begin += bar.length;
    bar.tone = attempt.kind.empty() && attempt.reason.empty() ? Tone::good : Tone::bad;
    bar.key = attempt.key;
    bar.key_id = attempt.key_id;
    bar.status = status_text(attempt.status, locale.language);
    bar.took = format_milliseconds(attempt.ms);
    bar.why = failure_name(attempt.kind, locale.language);
    bar.reason = attempt.reason;
    if (bar.why.empty())
      bar.why = std::exchange(bar.reason, {});
    else if (lower_case(bar.why) == lower_case(bar.reason))
      bar.reason.clear();
    bars.push_back(std::move(bar));
  }
  return bars;
}

void add_body(LogDetail& detail, const Phrase& title, const dto::LogBody& body, const Locale& locale) {
  if (body.text.empty())
    return;
  auto said = filled(title.in(locale), {format_bytes(body.bytes)});
  detail.bodies.push_back({body.cut ? filled(cut_body.in(locale), {said}) : std::move(said), body.text});
}

} // namespace

LogDetail make_log_detail(const dto::LogRecord& record, const Locale& locale) {
  LogDetail detail;
  detail.status = status_text(record.status, locale.language);
  detail.tone = status_tone(record.status);
  detail.when = format_date_time(record.at, locale).substr(0, 10) + " " + format_time_of_day(record.at, locale);
  detail.error = record.error;
  detail.request_id = record.request_id;
  detail.facts = facts_of(record, locale);
  detail.attempts = bars_of(record, locale);
  detail.total = format_milliseconds(record.latency_ms);
  detail.user_id = record.user_id;
  detail.user = record.user;
  detail.model = record.model;
  if (record.bodies) {
    add_body(detail, request_body, record.bodies->request, locale);
    add_body(detail, answer_body, record.bodies->answer, locale);
  }
  return detail;
}

} // namespace geminid::webui
