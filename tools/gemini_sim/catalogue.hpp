// The models that the simulator knows, and what each of them refuses (gemini-wire.md, sections 2.3, 3 and 8).
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace geminid::sim {

enum class ThinkingControl { none, budget, level };

/// Bits of `Model::levels`.
enum Level : unsigned { minimal = 1, low = 2, medium = 4, high = 8, xhigh = 16 };

/// What a model answers in: text, text and images, or speech.
enum class Answers { text, images, speech };

struct Model {
  std::string_view id;
  /// What `quotaDimensions.model` says: aliases share one bucket (gemini-wire.md, section 6).
  std::string_view quota_name;
  /// The model that answers, where that is another one; else empty (gemini-wire.md, section 0 row 9).
  std::string_view served_as = {};
  std::string_view display_name;
  /// 20, 25, 30, 31, …; Gemma counts as its own line and has 0.
  int generation = 0;
  ThinkingControl thinking = ThinkingControl::none;
  int budget_min = 0;
  int budget_max = 0;
  bool budget_off = false;
  unsigned levels = 0;
  std::string_view default_level = {};
  int candidates_max = 8;
  bool penalties = true;
  bool logprobs = false;
  bool system_instruction = true;
  bool functions = true;
  bool json_mode = true;
  bool generates = true;
  Answers answers = Answers::text;
  bool explicit_cache = true;
  bool free_tier = true;
  /// Sends the end marker in a chunk of its own after a function call (gemini-wire.md, section 0 row 12).
  bool call_and_stop_apart = false;
  /// Ends an answer that is too long for one request by CONTINUATION (gemini-wire.md, section 0 row 4).
  bool long_decode = false;
  std::int64_t input_tokens_max = 1'048'576;
  std::int64_t output_tokens_max = 65'536;

  /// Gemini 3 and later: signatures are demanded, functions go with built-in tools and JSON.
  [[nodiscard]] bool modern() const { return generation >= 30; }
  /// Thought signatures are bound to it.
  [[nodiscard]] std::string_view signature_family() const;
};

[[nodiscard]] std::span<const Model> catalogue();
[[nodiscard]] const Model* find_model(std::string_view id);
/// The bit of a level's name in any case; nothing for other words.
[[nodiscard]] std::optional<Level> level_named(std::string_view name);

/// As GET /models/{id} answers.
[[nodiscard]] nlohmann::json model_json(const Model& model);
/// As GET /models answers. `page_size` is 50 when 0 and 1000 at most; a token that was not issued gives nothing.
[[nodiscard]] std::optional<nlohmann::json> model_page(std::size_t page_size, std::string_view page_token);

} // namespace geminid::sim
