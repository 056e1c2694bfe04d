#include "webui/view/key_states.hpp"

#include <array>

namespace geminid::webui {
namespace {

struct StateWords {
  dto::KeyState state;
  Tone tone;
  Phrase phrase;
};
constexpr std::array state_words{
    StateWords{dto::KeyState::healthy, Tone::good, {"Healthy", "正常"}},
    StateWords{dto::KeyState::warning, Tone::warn, {"Near a limit", "接近限额"}},
    StateWords{dto::KeyState::cooling_down, Tone::info, {"Cooling down", "冷却中"}},
    StateWords{dto::KeyState::exhausted, Tone::warn, {"Exhausted today", "今日用尽"}},
    StateWords{dto::KeyState::invalid, Tone::bad, {"Invalid", "无效"}},
    StateWords{dto::KeyState::disabled, Tone::neutral, {"Disabled", "已停用"}},
};

const StateWords& words_of(dto::KeyState state) {
  for (const auto& words : state_words)
    if (words.state == state)
      return words;
  return state_words.front();
}

} // namespace

Phrase key_state_phrase(dto::KeyState state) {
  return words_of(state).phrase;
}

Tone key_state_tone(dto::KeyState state) {
  return words_of(state).tone;
}

} // namespace geminid::webui
