#include "webui/core/order.hpp"

#include <gmock/gmock.h>

#include <string>

namespace geminid::webui::order_test {
namespace {

using testing::ElementsAre;

bool is_shorter(const std::string& one, const std::string& other) {
  return one.size() < other.size();
}

TEST(Order, SortsAndLeavesWhatIsEqualInItsOrder) {
  std::vector<std::string> words{"ccc", "b", "aaa", "a", "bbb", ""};
  sort_stably(words, is_shorter);
  EXPECT_THAT(words, ElementsAre("", "b", "a", "ccc", "aaa", "bbb"));
}

TEST(Order, KeepsAListOfEqualsAsItIs) {
  std::vector<std::string> words;
  for (char c = 'z'; c >= 'a'; --c)
    words.emplace_back(1, c);
  const auto before = words;
  sort_stably(words, is_shorter);
  EXPECT_EQ(words, before);
}

TEST(Order, OfNothingIsNothing) {
  EXPECT_TRUE(order_of(0, [](std::size_t, std::size_t) { return true; }).empty());
}

TEST(Order, TellsThePlaces) {
  const std::vector<int> numbers{30, 10, 20};
  EXPECT_THAT(order_of(3, [&](std::size_t a, std::size_t b) { return numbers[a] > numbers[b]; }), ElementsAre(0, 2, 1));
}

} // namespace
} // namespace geminid::webui::order_test
