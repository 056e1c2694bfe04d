// What the settings of thinking and of the added prompt mean for a request. Pure.
#pragma once

#include "shared/settings_dto.hpp"
#include "webui/core/locale.hpp"
#include "webui/view/thinking_choice.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace geminid::webui {

enum class ThinkingPreset : std::uint8_t { model_default, off, automatic, flash_24k, pro_32k, own };
inline constexpr std::int64_t own_budget_at_first = 8'192;

struct ThinkingPresetText {
  Phrase label;
  Phrase sentence;
};
[[nodiscard]] const ThinkingPresetText& text_of(ThinkingPreset preset);
[[nodiscard]] ThinkingPreset preset_of(const dto::Thinking& thinking);
/// Changes mode and budget; an own budget stays what it is where there is one.
void apply(ThinkingPreset preset, dto::Thinking& thinking);

/// A message of the example, from several pieces one after the other.
struct PreviewPart {
  std::string text;
  bool added = false; // by the setting
};
struct RequestPreview {
  std::vector<PreviewPart> instruction; // of the system
  std::vector<PreviewPart> user;
};
/// How Google is asked what a client asked, with an example's instruction and message.
[[nodiscard]] RequestPreview preview_of(const dto::PromptInjectionSettings& injection, const Locale& locale);

} // namespace geminid::webui
