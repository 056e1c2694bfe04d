#include "webui/view/request_view.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::request_view_test {
namespace {

TEST(RequestView, ThePromptComesWhereItWasPut) {
  dto::PromptInjectionSettings injection{true, dto::InjectionPosition::system, "Be brief."};
  auto preview = preview_of(injection, {});
  ASSERT_EQ(preview.instruction.size(), 2U);
  EXPECT_EQ(preview.instruction[0].text, "Be brief.");
  EXPECT_TRUE(preview.instruction[0].added);
  EXPECT_EQ(preview.user.size(), 1U);

  injection.position = dto::InjectionPosition::user_prefix;
  preview = preview_of(injection, {});
  ASSERT_EQ(preview.user.size(), 2U);
  EXPECT_TRUE(preview.user.front().added);

  injection.position = dto::InjectionPosition::user_suffix;
  preview = preview_of(injection, {});
  ASSERT_EQ(preview.user.size(), 2U);
  EXPECT_TRUE(preview.user.back().added);
  EXPECT_EQ(preview.instruction.size(), 1U);
}

TEST(RequestView, APromptThatIsOffOrEmptyIsNotAdded) {
  for (const auto& injection : {dto::PromptInjectionSettings{false, dto::InjectionPosition::system, "Be brief."},
                                dto::PromptInjectionSettings{true, dto::InjectionPosition::system, ""}})
    EXPECT_EQ(preview_of(injection, {}).instruction.size(), 1U);
}

} // namespace
} // namespace geminid::webui::request_view_test
