#include "webui/view/key_states.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::key_states_test {
namespace {

TEST(KeyStates, HaveANameInBothLanguagesAndAColour) {
  EXPECT_STREQ(key_state_phrase(dto::KeyState::cooling_down).english, "Cooling down");
  EXPECT_STREQ(key_state_phrase(dto::KeyState::cooling_down).chinese, "冷却中");
  EXPECT_STREQ(key_state_phrase(dto::KeyState::invalid).english, "Invalid");
  EXPECT_EQ(key_state_tone(dto::KeyState::invalid), Tone::bad);
  EXPECT_EQ(key_state_tone(dto::KeyState::disabled), Tone::neutral);
}

} // namespace
} // namespace geminid::webui::key_states_test
