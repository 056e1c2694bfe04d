#include "webui/view/model_quota_view.hpp"

#include "actors/policy/pacific_day.hpp"
#include "webui/core/format.hpp"
#include "webui/core/order.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

using namespace std::chrono_literals;

constexpr Phrase minute_label{"This minute", "本分钟请求"};
constexpr Phrase token_label{"Tokens this minute", "本分钟 Token"};
constexpr Phrase day_label{"Today", "今日请求"};
constexpr Phrase left_of{"{} left of {}", "剩余 {} / {}"};
constexpr Phrase used{"{} used", "已用 {}"};
constexpr Phrase unlimited{"unlimited", "不限"};
constexpr Phrase unknown{"limit unknown", "限额未知"};
constexpr Phrase some_known{"{} of {} known", "已知 {} / {}"};
constexpr Phrase day_resets{"The day resets at midnight Pacific, in {}", "每日额度在太平洋时间零点重置，还有 {}"};
constexpr Phrase frees_in{"free in {}", "{}后释放"};
constexpr Phrase keys_many{"{} [key|keys]", "{} 个密钥"};
constexpr Phrase projects_many{"{} [key|keys] in {} [project|projects]", "{} 个密钥，{} 个项目"};

constexpr double warn_at = 0.8;

std::string compact(std::int64_t value, Language language) {
  return value < 10'000 ? format_integer(value) : format_compact(static_cast<double>(value), language);
}

QuotaGauge gauge(const Phrase& label, const dto::PoolWindow& window, const Locale& locale) {
  QuotaGauge of;
  of.label = label.in(locale);
  const auto said = [&](std::int64_t value) { return compact(value, locale.language); };
  if (window.known_limit <= 0) {
    of.left = filled(used.in(locale), {said(window.used)});
    of.note = (window.unlimited > 0 ? unlimited : unknown).in(locale);
    return of;
  }
  const bool all_known = window.limit().has_value();
  of.left = filled(left_of.in(locale), {said(window.remaining), said(window.known_limit)});
  if (!all_known)
    of.note = filled(some_known.in(locale), {format_integer(window.limited),
                                             format_integer(window.limited + window.unlimited + window.unknown)});
  of.fraction =
      1 - std::clamp(static_cast<double>(window.remaining) / static_cast<double>(window.known_limit), 0.0, 1.0);
  of.tone = window.remaining <= 0 && all_known ? Tone::bad : *of.fraction >= warn_at ? Tone::warn : Tone::accent;
  return of;
}

// Every project's, where they are alike; else their average.
void add_limit(std::string& text, const dto::PoolWindow& window, const char* unit, const Locale& locale) {
  if (window.limited == 0 || window.known_limit <= 0)
    return;
  text += text.empty() ? "" : " · ";
  text += window.known_limit % window.limited == 0 ? "" : "≈ ";
  text += compact(window.known_limit / window.limited, locale.language) + " " + unit;
}

std::string pool_text(const dto::ModelTotals& totals, const Locale& locale) {
  auto text = totals.projects > 0 && totals.projects != totals.keys
                  ? filled(projects_many.in(locale), {format_integer(totals.keys), format_integer(totals.projects)})
                  : filled(keys_many.in(locale), {format_integer(totals.keys)});
  std::string limits;
  add_limit(limits, totals.rpm, "RPM", locale);
  add_limit(limits, totals.tpm, "TPM", locale);
  add_limit(limits, totals.rpd, "RPD", locale);
  return limits.empty() ? text : text + " × " + limits;
}

ModelQuota quota(const dto::ModelListing& model, Instant now, const Locale& locale) {
  const auto& totals = model.totals;
  ModelQuota of{model.id,
                pool_text(totals, locale),
                {gauge(minute_label, totals.rpm, locale), gauge(token_label, totals.tpm, locale),
                 gauge(day_label, totals.rpd, locale)}};
  const auto frees = [&](const dto::PoolWindow& window) {
    return window.used > 0 && window.resets_at && *window.resets_at > now
               ? filled(frees_in.in(locale), {countdown(*window.resets_at, now, locale.language)})
               : std::string{};
  };
  of.gauges[0].reset = frees(totals.rpm);
  of.gauges[1].reset = frees(totals.tpm);
  return of;
}

} // namespace

std::string countdown(Instant until, Instant now, Language language) {
  const auto rest = until - now;
  return format_span(rest > 1min ? Duration{std::chrono::ceil<std::chrono::minutes>(rest)} : rest, language);
}

ModelQuotas make_model_quotas(const std::vector<dto::ModelListing>& models, Instant now, const Locale& locale,
                              std::size_t count_max) {
  std::vector<const dto::ModelListing*> order;
  for (const auto& model : models)
    if (model.config.enabled && model.id != "*")
      order.push_back(&model);
  sort_stably(order, [](const auto* a, const auto* b) { return a->totals.rpd.used > b->totals.rpd.used; });
  ModelQuotas quotas;
  quotas.day_reset =
      filled(day_resets.in(locale), {countdown(policy::next_pacific_midnight(now), now, locale.language)});
  const auto shown = std::min(order.size(), count_max);
  quotas.left_out = order.size() - shown;
  for (std::size_t i = 0; i < shown; ++i)
    quotas.models.push_back(quota(*order[i], now, locale));
  return quotas;
}

} // namespace geminid::webui
