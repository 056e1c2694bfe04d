#include "actors/policy/winner_tree.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

namespace geminid::winner_tree_test {
namespace {

using geminid::policy::WinnerTree;

TEST(WinnerTree, KnowsTheBestAfterEveryChange) {
  std::mt19937 random{3};
  WinnerTree<int, std::less<>> tree;
  std::vector<int> plain;
  for (int i = 0; i < 3000; ++i) {
    const int value = static_cast<int>(random() % 500);
    if (plain.empty() || random() % 3 == 0) {
      tree.add(value);
      plain.push_back(value);
    } else {
      const auto index = static_cast<std::uint32_t>(random() % plain.size());
      tree.set(index, value);
      plain[index] = value;
    }
    const auto best = std::min_element(plain.begin(), plain.end()) - plain.begin(); // the first of equals
    ASSERT_EQ(tree.winner(), static_cast<std::uint32_t>(best));
  }
}

} // namespace
} // namespace geminid::winner_tree_test
