#include "actors/policy/usage_warning.hpp"

#include "actors/policy/pacific_day.hpp"

#include <utility>

namespace geminid::policy {
namespace {

constexpr Duration minute{60'000};

} // namespace

std::string_view to_string(UsageWindow window) {
  constexpr std::array<std::string_view, 3> names{"rpm", "tpm", "rpd"};
  return names[static_cast<std::size_t>(window)];
}

bool is_over(std::int64_t used, std::optional<std::int64_t> limit, double percent) {
  return limit && *limit > 0 && static_cast<double>(used) * 100 >= percent * static_cast<double>(*limit);
}

std::vector<UsageLevel> UsageWarnings::passed(const std::vector<UsageLevel>& levels, double percent, Instant now) {
  std::vector<UsageLevel> news;
  for (const auto& level : levels) {
    auto& mark = marks_[static_cast<std::size_t>(level.window)];
    const bool was_over = std::exchange(mark.over, is_over(level.used, level.limit, percent));
    if (!mark.over)
      continue;
    const bool told_of_this_window =
        mark.told_at && (level.window == UsageWindow::rpd ? pacific_day(*mark.told_at) == pacific_day(now)
                                                          : was_over || *mark.told_at + minute > now);
    if (told_of_this_window)
      continue;
    mark.told_at = now;
    news.push_back(level);
  }
  return news;
}

} // namespace geminid::policy
