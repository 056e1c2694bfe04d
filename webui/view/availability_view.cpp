#include "webui/view/availability_view.hpp"

#include "webui/api/client.hpp"
#include "webui/core/format.hpp"
#include "webui/view/keys_rows.hpp"
#include "webui/view/keys_words.hpp"

#include <array>

namespace geminid::webui {
namespace {

constexpr Phrase nobody{"No key may serve it now", "目前没有可用密钥"};
constexpr Phrase everywhere{"Every project can serve it", "所有项目均可使用"};
constexpr Phrase some{"{} of {} [project|projects] can't serve it now", "{} / {} 个项目目前无法使用"};
constexpr Phrase others{"and {} [other|others]", "另有 {} 个"};

struct CauseWords {
  dto::UnavailableCause cause;
  Tone tone;
  Phrase phrase;
};
constexpr std::array cause_words{
    CauseWords{dto::UnavailableCause::missing, Tone::bad, {"Missing", "没有此模型"}},
    CauseWords{dto::UnavailableCause::not_in_tier, Tone::bad, {"Not in its tier", "等级不含"}},
    CauseWords{dto::UnavailableCause::exhausted, Tone::warn, {"Exhausted today", "今日用尽"}},
    CauseWords{dto::UnavailableCause::cooling_down, Tone::info, {"Cooling down", "冷却中"}},
};

const CauseWords& words_of(dto::UnavailableCause cause) {
  for (const auto& words : cause_words)
    if (words.cause == cause)
      return words;
  return cause_words.back();
}

UnavailableRow row_of(const dto::UnavailableProject& who, Instant now, const Locale& locale) {
  const auto& words = words_of(who.cause);
  UnavailableRow row;
  row.title = who.project.empty() ? who.key : who.project;
  row.cause = words.phrase.in(locale);
  row.tone = words.tone;
  row.note = key_words(who.reason, locale.language);
  if (const auto left = countdown_to(who.until, now, locale); !left.empty())
    row.note += (row.note.empty() ? "" : " · ") + left;
  row.details = who.project.empty() ? "id=" + percent_encoded(who.key_id) : "q=" + percent_encoded(who.project);
  return row;
}

} // namespace

Availability make_availability(const dto::ModelListing& model, Instant now, const Locale& locale) {
  Availability view;
  if (model.totals.projects == 0)
    view.summary = nobody.in(locale);
  else if (model.unavailable_total == 0)
    view.summary = everywhere.in(locale);
  else
    view.summary =
        filled(some.in(locale), {format_integer(model.unavailable_total), format_integer(model.totals.projects)});
  for (const auto& who : model.unavailable) {
    view.rows.push_back(row_of(who, now, locale));
    view.counts_down = view.counts_down || (who.until && *who.until > now);
  }
  const auto rest = model.unavailable_total - static_cast<std::int64_t>(model.unavailable.size());
  if (rest > 0)
    view.left_out = filled(others.in(locale), {format_integer(rest)});
  return view;
}

} // namespace geminid::webui
