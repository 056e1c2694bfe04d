// How much a model thinks, as a choice with a name. Pure.
#pragma once

#include "shared/thinking_dto.hpp"
#include "webui/core/locale.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace geminid::webui {

enum class ThinkingChoice : std::uint8_t { inherited, model_default, off, automatic, flash, pro, own };
/// In the order of the enumeration. The first stands for nothing of its own.
inline constexpr std::array<Phrase, 7> thinking_choices{{
    {"As set above it", "跟随上级设置"},
    {"Model's default", "模型默认"},
    {"Off", "关闭"},
    {"Auto", "自动"},
    {"24k tokens (Flash)", "24k Token（Flash）"},
    {"32k tokens (Pro)", "32k Token（Pro）"},
    {"Own budget", "自定义预算"},
}};
/// The most that Gemini 2.5 Flash and 2.5 Pro can think.
inline constexpr std::int64_t flash_budget = 24'576;
inline constexpr std::int64_t pro_budget = 32'768;
inline constexpr std::int64_t own_budget_at_first = 8'192;

/// What the choice does, in a sentence.
[[nodiscard]] const Phrase& sentence_of(ThinkingChoice choice);
/// Never `inherited`.
[[nodiscard]] ThinkingChoice choice_of(const dto::Thinking& thinking);
/// Changes mode and budget; an own budget stays what it is where there is one. `inherited` changes nothing.
void apply(ThinkingChoice choice, dto::Thinking& thinking);

struct ThinkingDraft {
  int choice = 0; // of `thinking_choices`
  /// Tokens; with `own` alone.
  std::optional<std::int64_t> budget = {};
  bool include_thoughts = false;

  bool operator==(const ThinkingDraft&) const = default;
};

[[nodiscard]] ThinkingDraft thinking_draft(const std::optional<dto::Thinking>& thinking);
/// Nothing where it is inherited. An own budget that is missing leaves it to the model.
[[nodiscard]] std::optional<dto::Thinking> thinking_of(const ThinkingDraft& draft);
/// "Off", "24k tokens (Flash)", "8,000 tokens"; empty where it is inherited.
[[nodiscard]] std::string thinking_text(const std::optional<dto::Thinking>& thinking, Language language);

} // namespace geminid::webui
