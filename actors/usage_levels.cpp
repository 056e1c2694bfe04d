#include "actors/usage_levels.hpp"

#include <algorithm>
#include <iterator>

namespace geminid::actors {
namespace {

double share(const policy::UsageLevel& level) {
  return level.limit > 0 ? static_cast<double>(level.used) / static_cast<double>(level.limit) : -1;
}

} // namespace

UsageLevels levels(const ModelUse& use) {
  using Window = policy::UsageWindow;
  return {{{Window::rpm, use.rpm.used, use.rpm.limit.value.value_or(0)},
           {Window::tpm, use.tpm.used, use.tpm.limit.value.value_or(0)},
           {Window::rpd, use.rpd.used, use.rpd.limit.value.value_or(0)}}};
}

void NearestMembers::look_at(Slot slot, const ModelUse& use) {
  for (const auto& level : actors::levels(use)) {
    const auto window = static_cast<std::size_t>(level.window);
    if (share(level) <= share(levels_.at(window)))
      continue;
    levels_.at(window) = level;
    slots_.at(window) = slot;
  }
}

std::vector<policy::UsageLevel> NearestMembers::levels() const {
  std::vector<policy::UsageLevel> limited;
  std::copy_if(levels_.begin(), levels_.end(), std::back_inserter(limited),
               [](const policy::UsageLevel& level) { return level.limit > 0; });
  return limited;
}

} // namespace geminid::actors
