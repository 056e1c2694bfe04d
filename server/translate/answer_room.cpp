// Room for the answer of a model that thinks within the same limit.
#include "server/translate/thinking.hpp"

#include <algorithm>

namespace geminid::translate {
namespace {

using Amount = ThinkingWish::Amount;

/// With fewer tokens thinking leaves no answer; with more it is worth having.
constexpr std::int64_t few_tokens = 1'024;
/// Whoever asks for fewer still tries out the connection, and counts nothing.
constexpr std::int64_t hardly_any_tokens = 64;
/// What the lowest level may think, as its budget in section 9.1.
constexpr std::int64_t lowest_level_tokens = 1'024;
constexpr std::int64_t output_tokens_most = 65'536;

// What a model that was told to think as little as it can may think.
std::int64_t least_thoughts(const ThinkingTraits& traits) {
  switch (traits.control) {
  case ThinkingControl::none:
    return 0;
  case ThinkingControl::budget:
    return traits.can_be_off ? 0 : traits.budget_min;
  case ThinkingControl::level:
    return (traits.levels & level_bit(ThinkingLevel::minimal)) != 0 ? 0 : lowest_level_tokens;
  }
  return 0;
}

std::int64_t stated_thoughts(const ThinkingConfig& config) {
  return config.budget ? std::max<std::int64_t>(0, *config.budget) : 0;
}

} // namespace

AnswerRoom leave_room(const ThinkingWish& stated, const ThinkingDefault& otherwise, const ThinkingTraits& traits,
                      std::optional<std::int64_t> output_tokens_max) {
  AnswerRoom room{with_default(stated, otherwise), output_tokens_max};
  if (!output_tokens_max || traits.control == ThinkingControl::none)
    return room;
  std::int64_t thoughts = 0;
  if (stated.states_amount()) {
    // A budget as large as the limit leaves nothing to answer with.
    thoughts = stated_thoughts(thinking_config(stated, traits));
    if (thoughts < *output_tokens_max)
      return room;
  } else if (*output_tokens_max < few_tokens) {
    room.thinking.amount = Amount::off;
    thoughts = *output_tokens_max < hardly_any_tokens ? least_thoughts(traits) : 0;
  }
  room.output_tokens_max = std::min(*output_tokens_max + thoughts, std::max(output_tokens_most, *output_tokens_max));
  return room;
}

} // namespace geminid::translate
