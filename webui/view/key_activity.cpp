#include "webui/view/key_activity.hpp"

#include "webui/core/format.hpp"

#include <algorithm>
#include <numeric>

namespace geminid::webui {
namespace {

constexpr Phrase idle{"No request in the last hour", "最近 1 小时没有请求"};
constexpr Phrase of_hour{"{} [request|requests] in the last hour, at most {} within 2 minutes",
                         "最近 1 小时 {} 次请求，每 2 分钟最多 {} 次"};

} // namespace

KeyActivity make_key_activity(const dto::Key& key, Instant told_at, const Locale& locale) {
  KeyActivity activity;
  activity.values.assign(key.activity.begin(), key.activity.end());
  const auto newest = told_at.time_since_epoch() / dto::activity_span;
  for (std::size_t i = 0; i < key.activity.size(); ++i) {
    const auto back = static_cast<std::int64_t>(key.activity.size() - 1 - i);
    activity.times_ms.push_back((dto::activity_span * (newest - back)).count());
  }
  const auto sum = std::accumulate(key.activity.begin(), key.activity.end(), std::int64_t{0});
  activity.any = sum > 0;
  activity.summary =
      activity.any
          ? filled(of_hour.in(locale),
                   {format_integer(sum), format_integer(*std::max_element(key.activity.begin(), key.activity.end()))})
          : std::string{idle.in(locale)};
  return activity;
}

} // namespace geminid::webui
