#include "server/translate/gemini_models.hpp"

#include "server/translate/dom.hpp"
#include "shared/json_text.hpp"

namespace geminid::translate {
namespace {

using simdjson::dom::element;

GeminiModel read_model(element model) {
  constexpr std::string_view prefix = "models/";
  GeminiModel read;
  read.id = text_of(model, "name");
  if (read.id.starts_with(prefix))
    read.id.erase(0, prefix.size());
  read.display_name = text_of(model, "displayName");
  read.input_tokens_max = integer_of(model, "inputTokenLimit").value_or(0);
  read.output_tokens_max = integer_of(model, "outputTokenLimit").value_or(0);
  simdjson::dom::array methods;
  if (model["supportedGenerationMethods"].get(methods) == simdjson::SUCCESS)
    for (const auto method : methods)
      if (std::string_view name; method.get(name) == simdjson::SUCCESS)
        read.methods.emplace_back(name);
  return read;
}

// Google names no date of creation, and OpenAI's type demands one: the same for all, so that lists are stable.
constexpr std::int64_t created_s = 1'686'935'002;

void write_model(JsonWriter& json, std::string_view id) {
  json.begin_object().key("id").string(id).key("object").string("model");
  json.key("created").number(created_s).key("owned_by").string("google").end_object();
}

} // namespace

std::optional<GeminiModelPage> parse_gemini_models(std::string_view body, JsonParser& parser) {
  element document;
  simdjson::dom::array models;
  if (parser.parse(body.data(), body.size()).get(document) != simdjson::SUCCESS ||
      document["models"].get(models) != simdjson::SUCCESS)
    return std::nullopt;
  GeminiModelPage page;
  for (const auto model : models)
    if (auto read = read_model(model); !read.id.empty())
      page.models.push_back(std::move(read));
  page.next_page_token = text_of(document, "nextPageToken");
  return page;
}

std::string openai_model_list(std::span<const std::string> ids) {
  std::string out;
  JsonWriter json{out};
  json.begin_object().key("object").string("list").key("data").begin_array();
  for (const auto& id : ids)
    write_model(json, id);
  json.end_array().end_object();
  return out;
}

std::string openai_model(std::string_view id) {
  std::string out;
  JsonWriter json{out};
  write_model(json, id);
  return out;
}

} // namespace geminid::translate
