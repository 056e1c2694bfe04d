#include "webui/plot/shares.hpp"

#include <algorithm>
#include <numeric>

namespace geminid::webui::plot {
namespace {

double value_of(const Share& share) {
  return has_value(share.value) ? std::max(tamed(share.value), 0.0) : 0.0;
}

} // namespace

std::vector<ShareSegment> fold_shares(std::span<const Share> shares, std::size_t segments_max) {
  std::vector<std::size_t> order;
  double whole = 0;
  for (std::size_t i = 0; i < shares.size(); ++i)
    if (value_of(shares[i]) > 0) {
      order.push_back(i);
      whole += value_of(shares[i]);
    }
  std::sort(order.begin(), order.end(), [shares](std::size_t a, std::size_t b) {
    if (shares[a].group != shares[b].group)
      return shares[a].group < shares[b].group;
    const double left = value_of(shares[a]);
    const double right = value_of(shares[b]);
    return left != right ? left > right : a < b;
  });

  // So many things at most can each have this part of the whole.
  const double least = whole / static_cast<double>(std::max<std::size_t>(segments_max, 1));
  std::vector<ShareSegment> segments;
  bool folding = false;
  for (const std::size_t index : order) {
    const Share& share = shares[index];
    const double value = value_of(share);
    const bool same_group = !segments.empty() && segments.back().group == share.group;
    if (same_group && folding) {
      segments.back().value += value;
      ++segments.back().count;
      continue;
    }
    folding = value < least;
    segments.push_back({share.group, index, 1, value, 0});
  }
  for (ShareSegment& segment : segments)
    segment.part = std::min(segment.value / whole, 1.0);
  return segments;
}

std::vector<GroupTotal> group_totals(std::span<const Share> shares, std::size_t groups) {
  std::vector<GroupTotal> totals(groups);
  double whole = 0;
  for (const Share& share : shares) {
    if (share.group >= groups)
      continue;
    totals[share.group].value += value_of(share);
    ++totals[share.group].count;
    whole += value_of(share);
  }
  for (GroupTotal& total : totals)
    total.part = whole > 0 ? total.value / whole : 0;
  return totals;
}

std::vector<Extent> split(std::span<const double> parts, double length, double least) {
  if (parts.empty())
    return {};
  const auto count = static_cast<double>(parts.size());
  length = has_value(length) ? std::max(length, 0.0) : 0;
  least = std::clamp(least, 0.0, length / count);
  std::vector<double> weights;
  for (const double part : parts)
    weights.push_back(has_value(part) ? std::max(tamed(part), 0.0) : 0.0);
  if (std::accumulate(weights.begin(), weights.end(), 0.0) <= 0)
    weights.assign(weights.size(), 1.0);

  // The small ones get their least, and what they take is missing to the others; that may make more of them small.
  std::vector<bool> small(parts.size(), false);
  double room = length;
  double weight = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (small[i] || !(weight > 0) || weights[i] / weight * room >= least)
        continue;
      small[i] = changed = true;
      room -= least;
      weight -= weights[i];
    }
  }
  std::vector<Extent> extents;
  double at = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double wide = small[i] || !(weight > 0) ? least : std::max(weights[i] / weight * room, 0.0);
    extents.push_back({at, std::min(at + wide, length)});
    at = extents.back().end;
  }
  extents.back().end = length;
  return extents;
}

} // namespace geminid::webui::plot
