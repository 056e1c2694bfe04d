#include "actors/policy/activity.hpp"

#include <algorithm>
#include <limits>

namespace geminid::policy {
namespace {

constexpr auto span_count = static_cast<std::int64_t>(Activity::spans);

std::int64_t span_of(Instant at) {
  return at.time_since_epoch() / Activity::span_length;
}

std::size_t place_of(std::int64_t span) {
  return static_cast<std::size_t>(span % span_count);
}

} // namespace

void Activity::note(Instant now) {
  const auto span = std::max(span_of(now), newest_);
  for (auto passed = std::max(newest_, span - span_count) + 1; passed <= span; ++passed)
    counts_[place_of(passed)] = 0;
  newest_ = span;
  auto& count = counts_[place_of(span)];
  count = count == std::numeric_limits<std::uint16_t>::max() ? count : static_cast<std::uint16_t>(count + 1);
}

Activity::Counts Activity::counts(Instant now) const {
  Counts in_order{};
  const auto last = std::max(span_of(now), newest_);
  for (std::int64_t back = 0; back < span_count; ++back) {
    const auto span = last - back;
    if (span >= 0 && span <= newest_ && span > newest_ - span_count)
      in_order[static_cast<std::size_t>(span_count - 1 - back)] = counts_[place_of(span)];
  }
  return in_order;
}

} // namespace geminid::policy
