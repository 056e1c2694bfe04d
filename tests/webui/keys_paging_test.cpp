#include "shared/key_requests_dto.hpp"
#include "webui/view/keys_paging.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::keys_paging_test {
namespace {

dto::KeyPage page_with_next(std::string cursor) {
  dto::KeyPage page;
  page.next_cursor = std::move(cursor);
  return page;
}

dto::Key key_with_id(std::string id) {
  dto::Key key;
  key.id = std::move(id);
  return key;
}

TEST(KeysPath, HoldsWhatIsLookedFor) {
  EXPECT_EQ(keys_path({}, "", 100), "/admin/api/keys?limit=100&sort=created");
  EXPECT_EQ(keys_path({dto::KeyState::cooling_down, "a b", KeySort::state}, "key_7", 100),
            "/admin/api/keys?limit=100&cursor=key_7&state=cooling_down&q=a%20b&sort=state");
}

TEST(KeysPath, KnowsTheStatesOfTheAddress) {
  EXPECT_EQ(key_state_named("invalid"), dto::KeyState::invalid);
  EXPECT_EQ(key_state_named("tired"), std::nullopt);
}

TEST(KeyPages, GoOnByTheCursorOfEachPageAndBackTheSameWay) {
  KeyPages pages;
  EXPECT_FALSE(pages.can_go_back());
  EXPECT_FALSE(pages.can_go_on());
  pages.loaded(page_with_next("k100"));
  pages.go_on();
  EXPECT_EQ(pages.cursor(), "k100");
  EXPECT_FALSE(pages.can_go_on()) << "until the page has come";
  pages.loaded(page_with_next("k200"));
  pages.go_on();
  EXPECT_EQ(pages.cursor(), "k200");
  pages.loaded(page_with_next(""));
  EXPECT_FALSE(pages.can_go_on());
  pages.back();
  EXPECT_EQ(pages.cursor(), "k100");
  EXPECT_TRUE(pages.can_go_on()) << "the way is known";
  pages.restart();
  EXPECT_EQ(pages.cursor(), "");
  EXPECT_FALSE(pages.can_go_on());
}

TEST(KeyPages, EndBeforeAKeyThatIsDeleted) {
  KeyPages pages;
  for (const auto* cursor : {"k100", "k200", "k300"}) {
    pages.loaded(page_with_next(cursor));
    pages.go_on();
  }
  pages.forget("k150");
  EXPECT_EQ(pages.index(), 3U);
  pages.forget("k200");
  EXPECT_EQ(pages.cursor(), "k100");
  pages.loaded(page_with_next("k199"));
  pages.forget("k199");
  EXPECT_FALSE(pages.can_go_on());
}

TEST(KeyPages, SayWhichOfHowManyAreShown) {
  KeyPages pages;
  EXPECT_EQ(range_text(pages, 100, 20'000, {}), "1–100 of 20,000");
  pages.loaded(page_with_next("k100"));
  pages.go_on();
  EXPECT_EQ(range_text(pages, 50, 150, {Language::chinese}), "第 101–150 个，共 150 个");
  pages.restart();
  EXPECT_EQ(range_text(pages, 0, 0, {}), "0–0 of 0");
}

TEST(KeySelection, StaysOverPagesAndTellsHowMuchOfAPageIsChosen) {
  KeySelection selection;
  const std::vector first{key_with_id("a"), key_with_id("b")};
  const std::vector second{key_with_id("c")};
  EXPECT_EQ(selection.mark(first), KeySelection::Mark::none);
  EXPECT_TRUE(selection.set("a", true));
  EXPECT_EQ(selection.mark(first), KeySelection::Mark::some);
  EXPECT_TRUE(selection.set("b", true));
  EXPECT_EQ(selection.mark(first), KeySelection::Mark::all);
  EXPECT_EQ(selection.mark(second), KeySelection::Mark::none);
  EXPECT_TRUE(selection.has("a"));
  EXPECT_TRUE(selection.set("a", false));
  EXPECT_FALSE(selection.has("a"));
  EXPECT_EQ(selection.size(), 1U);
  selection.clear();
  EXPECT_TRUE(selection.empty());
}

TEST(KeySelection, HoldsNoMoreThanOneRequestTakes) {
  KeySelection selection;
  for (std::size_t i = 0; i < dto::keys_per_request_max; ++i)
    ASSERT_TRUE(selection.set(std::to_string(i), true));
  EXPECT_FALSE(selection.set("one more", true));
  EXPECT_TRUE(selection.set("7", true)) << "it is chosen already";
  EXPECT_EQ(selection.size(), dto::keys_per_request_max);
}

} // namespace
} // namespace geminid::webui::keys_paging_test
