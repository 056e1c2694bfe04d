// What each Gemini model can do and refuses (gemini-wire.md, sections 2 and 3): one table, the newest behaviour for
// Gemini ids that nobody knows yet.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace geminid::translate {

enum class ThinkingLevel : std::uint8_t { minimal, low, medium, high, xhigh };

/// How a model's thinking is steered: not at all, by a number of tokens, or by a level.
enum class ThinkingControl : std::uint8_t { none, budget, level };

/// A bit for each ThinkingLevel.
using ThinkingLevels = std::uint8_t;

[[nodiscard]] constexpr ThinkingLevels level_bit(ThinkingLevel level) {
  return static_cast<ThinkingLevels>(1U << static_cast<unsigned>(level));
}

struct ThinkingTraits {
  ThinkingControl control = ThinkingControl::none;
  ThinkingLevels levels = 0;   // of ThinkingControl::level
  std::int32_t budget_min = 0; // of ThinkingControl::budget: tokens, both inclusive
  std::int32_t budget_max = 0;
  bool can_be_off = false;     // budget 0 is accepted
  bool off_by_default = false; // thinks only when told to
};

struct ModelTraits {
  std::string_view pattern;    // of the bare id; '*' stands for any text
  std::uint8_t generation = 0; // 25 is Gemini 2.5; 0 is no Gemini; thought signatures are bound to it (2.2)
  ThinkingTraits thinking = {};
  bool system_instruction = true;
  bool penalties = true; // takes presencePenalty and frequencyPenalty
  bool functions = true; // can call them
  bool json_mode = true; // takes responseMimeType
  bool writes = true;    // answers with text; the others paint or speak, once a request

  /// Takes raw JSON Schema; the others know OpenAPI's subset only (4).
  [[nodiscard]] bool takes_json_schema() const { return generation == 0 || generation >= 25; }
  /// A functionCall without a thought signature is refused (2.2).
  [[nodiscard]] bool demands_signatures() const { return generation >= 30; }
  /// JSON output, and built-in tools, go together with function tools (2.4).
  [[nodiscard]] bool combines_tools() const { return generation >= 30; }
  /// Takes `candidateCount` above 1 (2.3).
  [[nodiscard]] bool many_candidates() const { return writes && generation > 0 && generation < 30; }
  /// Takes `fileData` of any https URL (2.1).
  [[nodiscard]] bool external_urls() const { return generation >= 30; }
  /// Takes media in a functionResponse (2.1).
  [[nodiscard]] bool media_in_responses() const { return generation >= 30; }
  /// Takes `mediaResolution` on a part (2.1).
  [[nodiscard]] bool part_resolution() const { return generation >= 30; }
};

/// First match wins.
[[nodiscard]] std::span<const ModelTraits> model_table();
/// `model` is the bare id, without "models/".
[[nodiscard]] const ModelTraits& model_traits(std::string_view model);

} // namespace geminid::translate
