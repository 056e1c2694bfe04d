// POST /v1beta/models/{model}:generateContent and :streamGenerateContent, as Google and the simulator serve them.
#include "shared/json_text.hpp"
#include "tools/load_test/answer_json.hpp"
#include "tools/load_test/surface.hpp"

namespace geminid::load {
namespace {

std::string target(std::string_view model, bool stream) {
  return "/v1beta/models/" + std::string{model} + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
}

std::string body(const Prompt& prompt) {
  std::string out;
  JsonWriter json{out};
  json.begin_object().key("contents").begin_array();
  for (const auto& turn : prompt.turns)
    json.begin_object()
        .key("role")
        .string(turn.from_user ? "user" : "model")
        .key("parts")
        .begin_array()
        .begin_object()
        .key("text")
        .string(turn.text)
        .end_object()
        .end_array()
        .end_object();
  json.end_array();
  if (prompt.max_tokens)
    json.key("generationConfig").begin_object().key("maxOutputTokens").number(*prompt.max_tokens).end_object();
  json.end_object();
  return out;
}

void authorize(const std::string& key, upstream::Request& request) {
  request.api_key = key;
}

void add_parts(const simdjson::dom::object& answer, Said& said) {
  simdjson::dom::array parts;
  if (answer.at_pointer("/candidates/0/content/parts").get(parts) != simdjson::SUCCESS)
    return;
  for (const auto part : parts) {
    bool thought = false;
    if (part.at_pointer("/thought").get(thought) != simdjson::SUCCESS || !thought)
      said.text += text_at(part, "/text");
  }
}

bool read(std::string_view text, bool, Said& said) {
  simdjson::dom::object answer;
  if (!parse_object(text, answer))
    return false;
  if (read_error(answer, said))
    return true;
  said.id = text_at(answer, "/responseId");
  add_parts(answer, said);
  said.finish = text_at(answer, "/candidates/0/finishReason");
  if (has_object(answer, "/usageMetadata"))
    said.tokens = Tokens{number_at(answer, "/usageMetadata/promptTokenCount"),
                         number_at(answer, "/usageMetadata/candidatesTokenCount") +
                             number_at(answer, "/usageMetadata/thoughtsTokenCount")};
  return has_object(answer, "/usageMetadata") || has_object(answer, "/candidates/0");
}

} // namespace

const Surface gemini{"gemini", target, body, authorize, read, "", "STOP"};

} // namespace geminid::load
