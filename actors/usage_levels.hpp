// What is used of a model's limits, as warnings look at it.
#pragma once

#include "actors/messages.hpp"

#include <array>

namespace geminid::actors {

/// By window; of one without a limit the limit is 0.
using UsageLevels = std::array<policy::UsageLevel, 3>;
[[nodiscard]] UsageLevels levels(const ModelUse& use);

/// The members of a project share its counts and may have limits of their own: in each window, whoever is nearest to
/// its limit.
class NearestMembers {
public:
  void look_at(Slot slot, const ModelUse& use);
  /// Of the windows in which some member has a limit.
  [[nodiscard]] std::vector<policy::UsageLevel> levels() const;
  [[nodiscard]] Slot member(policy::UsageWindow window) const { return slots_.at(static_cast<std::size_t>(window)); }

private:
  UsageLevels levels_{};
  std::array<Slot, 3> slots_{};
};

} // namespace geminid::actors
