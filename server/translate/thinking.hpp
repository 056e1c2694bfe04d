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
};

struct ThinkingConfig {
  std::optional<std::int32_t> budget;
  std::optional<ThinkingLevel> level;
  std::optional<bool> include_thoughts;

  bool operator==(const ThinkingConfig&) const = default;
  [[nodiscard]] bool empty() const { return !budget && !level && !include_thoughts; }
};

/// `google` is `extra_body.google` or `google`, when there is one. An explicit thinking_config is preferred to
/// `reasoning_effort`, that to the looser forms of other clients, and anything stated to the defaults.
[[nodiscard]] ThinkingWish read_thinking(const ObjectReader& root, const ObjectReader* google,
                                         const ChatDefaults& defaults);

[[nodiscard]] ThinkingConfig thinking_config(const ThinkingWish& wish, const ThinkingTraits& traits);

void write_thinking(DomWriter& json, const ThinkingConfig& config);

} // namespace geminid::translate
