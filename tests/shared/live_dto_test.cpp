#include "shared/live_dto.hpp"
#include "tests/shared/dto_cases.hpp"

namespace geminid::live_dto_test {
using namespace geminid::dto;

namespace {

const geminid::Instant noon = *geminid::parse_rfc3339("2026-11-23T12:00:00Z");
const geminid::Instant later = *geminid::parse_rfc3339("2026-11-23T12:00:01.250Z");

TEST(LiveDto, PulsesComeBackFromTheirOwnDocuments) {
  const Pulse pulse{later, noon, 7, 2, 9, 1'000, 300, 4, 1, {{"healthy", 3}, {"exhausted", 1}}};
  const auto again = parse_pulse(to_json(pulse));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, pulse);
}

TEST(LiveDto, ChecksComeBackFromTheirOwnDocuments) {
  for (const auto& job : {CheckJob{"check_1", 10, 3, 2, 1, 0, CheckState::running, noon, std::nullopt},
                          CheckJob{"check_2", 10, 10, 8, 1, 1, CheckState::done, noon, later},
                          CheckJob{"check_3", 10, 4, 4, 0, 0, CheckState::cancelled, noon, later}}) {
    const auto again = parse_check_job(to_json(job));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(*again, job);
  }
}

TEST(LiveDto, HintsComeBackFromTheirOwnDocuments) {
  const Hint hint{"shared_project", "gemini-2.5-flash", {"key_1", "key_2"}, {"team"}, 5, noon, later};
  const auto again = parse_hint(to_json(hint));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, hint);
}

TEST(LiveDto, RefusesCountsThatAreNone) {
  auto document = to_json(Pulse{});
  document["keys"] = {{"healthy", "many"}};
  const auto refused = parse_pulse(document);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, "keys");
  document["keys"] = json::array();
  EXPECT_FALSE(parse_pulse(document));
}

} // namespace
} // namespace geminid::live_dto_test
