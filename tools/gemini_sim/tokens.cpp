#include "tools/gemini_sim/tokens.hpp"

namespace geminid::sim {
namespace {

using nlohmann::json;

constexpr std::int64_t medium_tokens = 258;

std::int64_t json_tokens(const json& value) {
  return text_tokens(value.dump(-1, ' ', false, json::error_handler_t::replace).size());
}

void add_content(const json& content, InputTokens& tokens) {
  if (!content.contains("parts"))
    return;
  for (const auto& part : content["parts"])
    for (const auto& [name, value] : part.items()) {
      if (name == "text")
        tokens.text += text_tokens(value.get_ref<const std::string&>().size());
      else if (name == "inlineData" || name == "fileData")
        tokens.image += medium_tokens;
      else if (value.is_object())
        tokens.text += json_tokens(value);
    }
}

} // namespace

InputTokens count_input(const json& request) {
  InputTokens tokens;
  if (request.contains("contents"))
    for (const auto& content : request["contents"])
      add_content(content, tokens);
  if (request.contains("systemInstruction"))
    add_content(request["systemInstruction"], tokens);
  if (request.contains("tools"))
    tokens.text += json_tokens(request["tools"]);
  return tokens;
}

json token_details(const InputTokens& tokens) {
  auto details = json::array({{{"modality", "TEXT"}, {"tokenCount", tokens.text}}});
  if (tokens.image > 0)
    details.push_back({{"modality", "IMAGE"}, {"tokenCount", tokens.image}});
  return details;
}

} // namespace geminid::sim
