#include "webui/view/keys_rows.hpp"

#include "webui/core/format.hpp"
#include "webui/view/keys_words.hpp"

namespace geminid::webui {
namespace {

constexpr Phrase left_of_it{"{} left", "剩余 {}"};
constexpr Phrase priority_words{"Priority {}", "优先级 {}"};
constexpr Phrase never{"Never", "从未"};
constexpr Phrase requests_words{"{} [request|requests]", "{} 次请求"};
constexpr Phrase failed{"{} failed ({})", "失败 {}（{}）"};
constexpr Phrase use_of{"{}: {} of {} {}", "{}：{} / {} {}"};
constexpr double warn_at = 0.8;

} // namespace

std::optional<GreatestUse> greatest_use(const dto::Key& key) {
  std::optional<GreatestUse> greatest;
  for (const auto& [model, use] : key.models) {
    const auto consider = [&, &name = model](const dto::LimitUse& window, const char* label) {
      if (!window.limit || *window.limit <= 0)
        return;
      const auto share = static_cast<double>(window.used) / static_cast<double>(*window.limit);
      if (!greatest || share > greatest->share)
        greatest = GreatestUse{share, name, label, window.used, *window.limit};
    };
    consider(use.rpm, "RPM");
    consider(use.tpm, "TPM");
    consider(use.rpd, "RPD");
  }
  return greatest;
}

Tone use_tone(double share) {
  if (share >= 1)
    return Tone::bad;
  return share >= warn_at ? Tone::warn : Tone::good;
}

std::string countdown_to(std::optional<Instant> until, Instant now, const Locale& locale) {
  return until && *until > now ? filled(left_of_it.in(locale), {format_span(*until - now, locale.language)})
                               : std::string{};
}

const std::string& key_title(const dto::Key& key) {
  return key.name.empty() ? key.masked : key.name;
}

KeyRow make_key_row(const dto::Key& key, Instant now, const Locale& locale) {
  KeyRow row;
  row.title = key_title(key);
  if (!key.name.empty())
    row.subtitle = key.masked;
  row.state = key_state_phrase(key.state).in(locale);
  row.tone = key_state_tone(key.state);
  row.reason = key_words(key.reason.value_or(""), locale.language);
  row.countdown = countdown_to(key.next_change_at, now, locale);
  row.weight = format_decimal(key.weight);
  row.project = key.project;
  row.priority = filled(priority_words.in(locale), {std::to_string(key.priority)});
  if (const auto use = greatest_use(key)) {
    row.use = use->share;
    row.use_tone = webui::use_tone(use->share);
    row.use_text = format_percent(use->share) + " " + use->window;
    row.use_hint =
        filled(use_of.in(locale), {use->model, format_integer(use->used), format_integer(use->limit), use->window});
  }
  const auto& totals = key.totals;
  row.requests = format_compact(static_cast<double>(totals.requests), locale.language);
  if (totals.failures > 0)
    row.failures = filled(failed.in(locale),
                          {format_compact(static_cast<double>(totals.failures), locale.language),
                           format_percent(totals.requests > 0 ? std::optional{static_cast<double>(totals.failures) /
                                                                              static_cast<double>(totals.requests)}
                                                              : std::nullopt)});
  row.last_used =
      key.last_used_at ? format_relative(*key.last_used_at, now, locale.language) : std::string{never.in(locale)};
  row.summary = filled(requests_words.in(locale), {row.requests});
  if (!row.failures.empty())
    row.summary += " · " + row.failures;
  if (key.last_used_at)
    row.summary += " · " + row.last_used;
  return row;
}

} // namespace geminid::webui
