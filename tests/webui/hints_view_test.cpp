#include "webui/view/hints_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::webui::hints_view_test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

const Instant now = *parse_rfc3339("2026-11-27T12:00:00Z");

dto::Hint hint_of(std::vector<std::string> keys, std::vector<std::string> projects = {},
                  const std::string& model = "gemini-2.5-pro") {
  return {"shared_project", model, std::move(keys), std::move(projects), 5, now - 3h, now - 10min};
}

TEST(Hints, NameTheKeysAndWhyTheySeemToBelongTogether) {
  const std::vector hints{hint_of({"key_aaaa1111", "key_bbbb2222"})};
  const auto views = make_hint_views(hints, {{"key_aaaa1111", "first"}}, now, Locale{});
  ASSERT_THAT(views, SizeIs(1));
  EXPECT_EQ(views[0].title, "2 keys seem to share one project");
  EXPECT_EQ(views[0].members, "first, key_bbbb2222");
  EXPECT_THAT(views[0].detail, HasSubstr("refused them together 5 times by limits of gemini-2.5-pro"));
  EXPECT_THAT(views[0].detail, HasSubstr("10 min ago"));
  EXPECT_EQ(views[0].suggestion, "shared-1111");
  EXPECT_THAT(make_hint_views(hints, {}, now, Locale{Language::chinese})[0].title, "2 个密钥似乎属于同一项目");
}

TEST(Hints, SuggestTheNameOfAProjectThatIsAmongThem) {
  const std::vector hints{hint_of({"key_aaaa1111"}, {"shop"})};
  const auto view = make_hint_views(hints, {}, now, Locale{}).at(0);
  EXPECT_EQ(view.title, "2 keys and projects seem to be one project");
  EXPECT_EQ(view.suggestion, "shop");
  EXPECT_EQ(view.members, "shop, key_aaaa1111");
}

TEST(Hints, OfTheSameKeysByTwoModelsAreOne) {
  const std::vector hints{hint_of({"a", "b"}, {}, "one"), hint_of({"a", "c"}), hint_of({"a", "b"}, {}, "two")};
  const auto views = make_hint_views(hints, {}, now, Locale{});
  ASSERT_THAT(views, SizeIs(2));
  EXPECT_THAT(views[0].detail, HasSubstr("10 times by limits of one, two"));
}

} // namespace
} // namespace geminid::webui::hints_view_test
