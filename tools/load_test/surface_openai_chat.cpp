// POST /v1/chat/completions.
#include "shared/json_text.hpp"
#include "tools/load_test/answer_json.hpp"
#include "tools/load_test/surface.hpp"

namespace geminid::load {
namespace {

std::string target(std::string_view, bool) {
  return "/v1/chat/completions";
}

std::string body(const Prompt& prompt) {
  std::string out;
  JsonWriter json{out};
  json.begin_object().key("model").string(prompt.model).key("messages").begin_array();
  for (const auto& turn : prompt.turns)
    json.begin_object()
        .key("role")
        .string(turn.from_user ? "user" : "assistant")
        .key("content")
        .string(turn.text)
        .end_object();
  json.end_array();
  if (prompt.max_tokens)
    json.key("max_tokens").number(*prompt.max_tokens);
  if (prompt.stream)
    json.key("stream").boolean(true).key("stream_options").raw(R"({"include_usage":true})");
  json.end_object();
  return out;
}

void authorize(const std::string& key, upstream::Request& request) {
  request.headers.emplace_back("Authorization", "Bearer " + key);
}

bool read(std::string_view text, bool event, Said& said) {
  simdjson::dom::object answer;
  if (!parse_object(text, answer))
    return false;
  if (read_error(answer, said))
    return true;
  said.id = text_at(answer, "/id");
  said.text = text_at(answer, event ? "/choices/0/delta/content" : "/choices/0/message/content");
  said.finish = text_at(answer, "/choices/0/finish_reason");
  if (has_object(answer, "/usage"))
    said.tokens = Tokens{number_at(answer, "/usage/prompt_tokens"), number_at(answer, "/usage/completion_tokens")};
  return text_at(answer, "/object") == (event ? "chat.completion.chunk" : "chat.completion");
}

} // namespace

const Surface openai_chat{"openai_chat", target, body, authorize, read, "[DONE]", "stop"};

} // namespace geminid::load
