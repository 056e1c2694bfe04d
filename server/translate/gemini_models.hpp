// The models that Google lists (gemini-wire.md, 5.3), as OpenAI's list shows them (9.9).
#pragma once

#include "server/translate/chat.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::translate {

struct GeminiModel {
  std::string id; // without "models/"
  std::string display_name;
  std::int64_t input_tokens_max = 0;
  std::int64_t output_tokens_max = 0;
  std::vector<std::string> methods; // "generateContent", …
};

struct GeminiModelPage {
  std::vector<GeminiModel> models;
  std::string next_page_token; // empty: the last page
};

/// Nothing when the body is no list of models.
[[nodiscard]] std::optional<GeminiModelPage> parse_gemini_models(std::string_view body, JsonParser& parser);

/// `{"object":"list","data":[…]}`
[[nodiscard]] std::string openai_model_list(std::span<const std::string> ids);
/// `{"id","object":"model","created","owned_by"}`
[[nodiscard]] std::string openai_model(std::string_view id);

} // namespace geminid::translate
