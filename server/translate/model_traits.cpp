#include "server/translate/model_traits.hpp"

#include <algorithm>
#include <array>

namespace geminid::translate {
namespace {

using enum ThinkingLevel;

constexpr ThinkingTraits no_thinking{};

constexpr ThinkingTraits budget(std::int32_t min, std::int32_t max, bool can_be_off, bool off_by_default = false) {
  return {ThinkingControl::budget, 0, min, max, can_be_off, off_by_default};
}

template <class... Levels>
constexpr ThinkingTraits levels(Levels... allowed) {
  return {ThinkingControl::level, static_cast<ThinkingLevels>((level_bit(allowed) | ...))};
}

constexpr std::array table{
    ModelTraits{"gemini-1*", 10, no_thinking},
    ModelTraits{"gemini-2.0*", 20, no_thinking},
    ModelTraits{"gemini-embedding*", 0, no_thinking},
    ModelTraits{"gemini-2.5*-tts*", 25, no_thinking, true, false, true, true, false},
    ModelTraits{"gemini-*-tts*", 30, no_thinking},
    ModelTraits{"gemini-2.5-flash-image*", 25, no_thinking, true, false, true, true, false},
    ModelTraits{"gemini-2.5-pro*", 25, budget(128, 32'768, false), true, false},
    ModelTraits{"gemini-2.5-flash-lite*", 25, budget(512, 24'576, true, true), true, false},
    ModelTraits{"gemini-2.5*", 25, budget(1, 24'576, true), true, false},
    ModelTraits{"gemini-robotics-er-1*", 25, budget(1, 24'576, true), true, false},
    ModelTraits{"gemini-3-pro-image*", 30, budget(128, 32'768, false)},
    ModelTraits{"gemini-3-pro*", 30, levels(low, high)},
    ModelTraits{"gemini-3.1-pro*", 30, levels(low, medium, high)},
    ModelTraits{"gemini-3.1-flash-lite-image*", 30, levels(minimal, high)},
    ModelTraits{"gemini-3.1-flash-image*", 30, levels(minimal, high)},
    ModelTraits{"gemini-nano-banana*", 30, no_thinking},
    ModelTraits{"nano-banana*", 30, no_thinking},
    ModelTraits{"gemini-3-flash*", 30, levels(minimal, low, medium, high)},
    ModelTraits{"gemini-3.1-flash*", 30, levels(minimal, low, medium, high)},
    ModelTraits{"gemini-3.5-flash*", 30, levels(minimal, low, medium, high)},
    ModelTraits{"gemini-3.6-flash*", 30, levels(minimal, low, medium, high)},
    ModelTraits{"gemini-3*", 30, levels(low, medium, high)},
    ModelTraits{"gemini-4-hydrogen*", 40, levels(low, medium, high, xhigh)},
    ModelTraits{"gemini-*", 40, levels(low, medium, high)},
    ModelTraits{"gemma-4*", 0, levels(minimal, high), false},
    ModelTraits{"gemma-*", 0, no_thinking, false, true, false, false},
    ModelTraits{"*", 0, no_thinking},
};

bool matches(std::string_view pattern, std::string_view text) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos)
    return pattern == text;
  if (!text.starts_with(pattern.substr(0, star)))
    return false;
  text.remove_prefix(star);
  pattern.remove_prefix(star + 1);
  if (pattern.empty())
    return true;
  for (; !text.empty(); text.remove_prefix(1))
    if (matches(pattern, text))
      return true;
  return false;
}

} // namespace

std::span<const ModelTraits> model_table() {
  return table;
}

const ModelTraits& model_traits(std::string_view model) {
  return *std::find_if(table.begin(), table.end() - 1, [&](const auto& row) { return matches(row.pattern, model); });
}

} // namespace geminid::translate
