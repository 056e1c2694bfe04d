// What a client or a setting says about thinking, as the thinkingConfig that the model accepts: clamped, never refused
// (gemini-wire.md, sections 3 and 9.1).
#pragma once

#include "server/translate/chat.hpp"
#include "server/translate/dom_writer.hpp"
#include "server/translate/model_traits.hpp"
#include "server/translate/request_reader.hpp"

#include <cstdint>
#include <optional>

namespace geminid::translate {

struct ThinkingWish {
  enum class Amount : std::uint8_t { unstated, off, automatic, budget, level };
  Amount amount = Amount::unstated;
  std::int64_t budget = 0; // tokens
  ThinkingLevel level = ThinkingLevel::high;
  std::optional<bool> include_thoughts = {};

  bool operator==(const ThinkingWish&) const = default;
  [[nodiscard]] bool states_amount() const { return amount != Amount::unstated; }
};

struct ThinkingConfig {
  std::optional<std::int32_t> budget;
  std::optional<ThinkingLevel> level;
  std::optional<bool> include_thoughts;

  bool operator==(const ThinkingConfig&) const = default;
  [[nodiscard]] bool empty() const { return !budget && !level && !include_thoughts; }
};

/// `better`, with the amount of `worse` where it says none, and likewise of the thoughts.
[[nodiscard]] ThinkingWish preferred(ThinkingWish better, const ThinkingWish& worse);

/// What the client says. `google` is `extra_body.google` or `google`, when there is one. An explicit thinking_config is
/// preferred to `reasoning_effort`, and that to the looser forms of other clients.
[[nodiscard]] ThinkingWish read_thinking(const ObjectReader& root, const ObjectReader* google);
/// The amount of `stated`, or else the default's.
[[nodiscard]] ThinkingWish with_default(const ThinkingWish& stated, const ThinkingDefault& otherwise);

/// Thoughts count against the limit of an answer's tokens, and a client that asks for a few tokens wants to read them:
/// where they would go into thoughts that the client did not ask for, the model thinks as little as it can. Where
/// thoughts would take all of them, the limit grows by the thoughts (gemini-wire.md, section 3, rule 4).
struct AnswerRoom {
  ThinkingWish thinking;
  std::optional<std::int64_t> output_tokens_max;

  bool operator==(const AnswerRoom&) const = default;
};
[[nodiscard]] AnswerRoom leave_room(const ThinkingWish& stated, const ThinkingDefault& otherwise,
                                    const ThinkingTraits& traits, std::optional<std::int64_t> output_tokens_max);

[[nodiscard]] ThinkingConfig thinking_config(const ThinkingWish& wish, const ThinkingTraits& traits);

void write_thinking(DomWriter& json, const ThinkingConfig& config);

} // namespace geminid::translate
