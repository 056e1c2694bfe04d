// What a chat request says beside its messages and tools, as Gemini's `generationConfig` and top-level fields
// (gemini-wire.md, 2.3 and 9.3).
#pragma once

#include "server/translate/answer_media.hpp"
#include "server/translate/chat_context.hpp"
#include "server/translate/thinking.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace geminid::translate {

struct ResponseFormat {
  enum class Kind : std::uint8_t { text, json, schema };
  Kind kind = Kind::text;
  std::optional<simdjson::dom::element> schema; // of Kind::schema, unless the client gave none
};

struct SafetySetting {
  std::string_view category;
  std::string_view threshold;
};

struct ChatParameters {
  std::optional<std::int64_t> output_tokens_max;
  std::optional<double> temperature;
  std::optional<double> top_p;
  std::optional<std::int64_t> top_k;
  std::optional<std::int64_t> candidates;
  std::optional<std::int64_t> seed;
  std::optional<double> presence_penalty;
  std::optional<double> frequency_penalty;
  bool logprobs = false;
  std::optional<std::int64_t> top_logprobs;
  std::vector<std::string_view> stop;
  AnswerMedia answer;
  std::string_view media_resolution; // Gemini's word; empty: not said
  ResponseFormat format;
  ThinkingConfig thinking;

  std::string_view service_tier; // Gemini's word; empty: not said
  std::optional<bool> store;
  std::vector<SafetySetting> safety_settings;
};

/// `by_name`: what the model's name says of thinking; it wins over the rest.
[[nodiscard]] ChatParameters read_parameters(const ObjectReader& root, const ModelTraits& model,
                                             const ThinkingWish& by_name, const ThinkingDefault& otherwise);

/// Writes `generationConfig` as a member of the object that is open, where there is anything to say. `with_format` is
/// false when the answer's format is left to the instructions.
void write_generation_config(DomWriter& json, const ChatParameters& parameters, const ModelTraits& model,
                             bool with_format);
/// Writes `serviceTier`, `store` and `safetySettings` likewise.
void write_top_level(DomWriter& json, const ChatParameters& parameters);

} // namespace geminid::translate
