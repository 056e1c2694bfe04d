// Parts of a whole, of up to tens of thousands of things, in few segments: each key's share of the pool's use.
#pragma once

#include "webui/plot/bars.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geminid::webui::plot {

struct Share {
  double value = 0;      // a gap or less than zero is zero
  std::size_t group = 0; // e.g. the state that a key is in
};

/// One thing by itself, or those of one group that are too small to tell apart.
struct ShareSegment {
  std::size_t group = 0;
  std::size_t index = 0; // of the greatest in it, among the shares given
  std::size_t count = 0; // of things, at least one
  double value = 0;      // of all of them
  double part = 0;       // of the whole, 0 to 1

  bool operator==(const ShareSegment&) const = default;
};

/// By group, then from the greatest down; at most `segments_max` and one more for each group. Things without a share
/// are in no segment. Costs a sort: keep the result until the data change.
[[nodiscard]] std::vector<ShareSegment> fold_shares(std::span<const Share> shares, std::size_t segments_max = 120);

/// Of each group up to the last that is named: what its segments add up to, and of how many things, those without a
/// share too.
struct GroupTotal {
  double value = 0;
  double part = 0;
  std::size_t count = 0;

  bool operator==(const GroupTotal&) const = default;
};
[[nodiscard]] std::vector<GroupTotal> group_totals(std::span<const Share> shares, std::size_t groups);

/// Splits `length` by the parts: no segment is shorter than `least`, as long as there is room for that; together they
/// are as long as the whole. Parts that add up to nothing share alike.
[[nodiscard]] std::vector<Extent> split(std::span<const double> parts, double length, double least);

} // namespace geminid::webui::plot
