#include "tools/load_test/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace geminid::load {
namespace {

double area(const Stage& stage) {
  return (stage.from + stage.to) / 2 * stage.length.count();
}

// How far into the stage `due` requests are due: from*t + slope*t²/2 = due.
double time_for(const Stage& stage, double due) {
  const double slope = (stage.to - stage.from) / stage.length.count();
  if (std::abs(slope) < 1e-12)
    return stage.from > 0 ? due / stage.from : 0;
  const double root = std::sqrt(std::max(0.0, stage.from * stage.from + 2 * slope * due));
  // This form of the solution loses no digits where the level hardly changes.
  return stage.from + root > 0 ? 2 * due / (stage.from + root) : 0;
}

double level_in(const Stage& stage, double into) {
  return stage.from + (stage.to - stage.from) * into / stage.length.count();
}

} // namespace

Profile::Profile(std::vector<Stage> stages) : stages_(std::move(stages)) {
  for (const auto& stage : stages_) {
    end_ += stage.length;
    total_ += area(stage);
  }
}

double Profile::level(Seconds at) const {
  for (const auto& stage : stages_) {
    if (at < stage.length)
      return level_in(stage, std::max(0.0, at.count()));
    at -= stage.length;
  }
  return 0;
}

std::optional<Seconds> Profile::when(double due) const {
  Seconds begin{0};
  for (const auto& stage : stages_) {
    const double here = area(stage);
    if (due < here)
      return begin + std::min(Seconds{time_for(stage, due)}, stage.length);
    due -= here;
    begin += stage.length;
  }
  return std::nullopt;
}

std::optional<Seconds> Profile::next_over(double than, Seconds at) const {
  Seconds begin{0};
  for (const auto& stage : stages_) {
    const auto end = begin + stage.length;
    const auto from = std::max(at, begin);
    if (from < end) {
      if (level_in(stage, (from - begin).count()) > than)
        return from;
      if (stage.to > than) {
        const double into = stage.length.count() * (than - stage.from) / (stage.to - stage.from);
        // Just behind the moment at which both are equal, so that whoever comes then finds it over.
        const auto crossing = begin + Seconds{into * (1 + 1e-9) + 1e-9};
        if (crossing < end)
          return std::max(crossing, from);
      }
    }
    begin = end;
  }
  return std::nullopt;
}

ArrivalTimes::ArrivalTimes(Profile rate, Arrivals pattern, std::uint64_t seed)
    : rate_(std::move(rate)), pattern_(pattern), random_(seed) {}

std::optional<Seconds> ArrivalTimes::next() {
  if (pattern_ == Arrivals::constant)
    return rate_.when(std::exchange(due_, due_ + 1));
  // A Poisson process whose clock runs by what is due: ramps need no other rule. The library's own distribution may
  // differ from one implementation to the next.
  constexpr double steps = 9007199254740992.0; // 2^53
  const double uniform = static_cast<double>(random_() >> 11U) / steps;
  due_ += -std::log1p(-uniform);
  return rate_.when(due_);
}

} // namespace geminid::load
