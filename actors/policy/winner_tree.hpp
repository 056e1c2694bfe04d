// The best of many entries at the cost of one comparison a level when one of them changes: what lets the choice among
// 20,000 keys cost as little as among ten.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace geminid::policy {

/// `Before(a, b)`: a is better than b. Entries are numbered from 0 and never removed; equal entries: the lower number
/// wins.
template <class Entry, class Before>
class WinnerTree {
public:
  using Index = std::uint32_t;

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] const Entry& operator[](Index i) const { return entries_[i]; }

  Index add(Entry entry) {
    const auto index = static_cast<Index>(entries_.size());
    entries_.push_back(std::move(entry));
    if (entries_.size() > leaves_)
      grow();
    else
      replay(index);
    return index;
  }

  void set(Index index, Entry entry) {
    assert(index < entries_.size());
    entries_[index] = std::move(entry);
    replay(index);
  }

  /// Only when not empty.
  [[nodiscard]] Index winner() const {
    assert(!entries_.empty());
    return winners_[1];
  }

private:
  static constexpr Index nobody = ~Index{0}; // NOLINT(bugprone-dynamic-static-initializers): it is constexpr

  void grow() {
    leaves_ = leaves_ == 0 ? 1 : leaves_ * 2;
    winners_.assign(leaves_ * 2, nobody);
    for (std::size_t i = 0; i < entries_.size(); ++i)
      winners_[leaves_ + i] = static_cast<Index>(i);
    for (auto node = leaves_ - 1; node >= 1; --node)
      winners_[node] = better(winners_[node * 2], winners_[node * 2 + 1]);
  }

  void replay(Index index) {
    auto node = leaves_ + index;
    winners_[node] = index;
    for (node /= 2; node >= 1; node /= 2)
      winners_[node] = better(winners_[node * 2], winners_[node * 2 + 1]);
  }

  // `left` holds the lower numbers.
  [[nodiscard]] Index better(Index left, Index right) const {
    if (left == nobody || right == nobody)
      return left == nobody ? right : left;
    return Before{}(entries_[right], entries_[left]) ? right : left;
  }

  std::vector<Entry> entries_;
  std::vector<Index> winners_; // 1 is the root; the leaf of entry i is leaves_ + i
  std::size_t leaves_ = 0;
};

} // namespace geminid::policy
