#include "webui/view/system_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::webui::system_view_test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(SystemView, WarnsOfADirectoryThatIsLostWithTheHost) {
  dto::SystemStatus status;
  status.store.persistent = false;
  const auto view = make_system_view(status, Instant{}, Locale{});
  ASSERT_EQ(view.warnings.size(), 1U);
  EXPECT_THAT(view.warnings.front(), HasSubstr("GEMINID_RESTORE"));
}

TEST(SystemView, HasNoWarningWhenAllIsWell) {
  EXPECT_THAT(make_system_view(dto::SystemStatus{}, Instant{}, Locale{}).warnings, IsEmpty());
}

TEST(SystemView, TellsTheLastKeepAliveCallAndWhyItFailed) {
  dto::SystemStatus status;
  const Instant now{std::chrono::hours{490'000}};
  status.keep_alive = {true, 14, dto::SystemKeepAliveResult{now - std::chrono::minutes{3}, 502, "bad gateway", 40}};
  const auto view = make_system_view(status, now, Locale{Language::chinese});
  EXPECT_EQ(view.groups[3].facts[1].value, "3 分钟前：状态码 502，40 ms");
  EXPECT_TRUE(view.groups[3].facts[1].bad);
  ASSERT_EQ(view.warnings.size(), 1U);
}

} // namespace
} // namespace geminid::webui::system_view_test
