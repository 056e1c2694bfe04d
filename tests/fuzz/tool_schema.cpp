// Any JSON Schema: as a tool's parameters and as the format of answers it becomes one that Gemini takes. The input is
// an object of schemas, as in tests/golden/tool_schemas.
#include "server/translate/chat.hpp"
#include "tests/fuzz/invariants.hpp"

#include <array>
#include <cstdint>

namespace geminid {
namespace {

using nlohmann::json;

// Every reference of a schema leads to the whole or to one of its definitions. Walks by position: elsewhere "$ref" is
// data.
class References {
public:
  explicit References(const json& root) : root_(root) {}

  void check(const json& schema) const {
    if (!schema.is_object())
      return;
    if (const auto reference = schema.find("$ref"); reference != schema.end())
      check_reference(*reference);
    for (const auto* keyword : {"items", "additionalProperties", "contains"})
      if (schema.contains(keyword))
        check(schema[keyword]);
    for (const auto* keyword : {"properties", "$defs", "anyOf", "oneOf", "prefixItems"})
      if (schema.contains(keyword))
        for (const auto& child : schema[keyword])
          check(child);
  }

private:
  void check_reference(const json& reference) const {
    const auto text = reference.get<std::string>();
    constexpr std::string_view home = "#/$defs/";
    const bool known = text == "#" || (text.starts_with(home) &&
                                       root_.value("$defs", json::object()).contains(text.substr(home.size())));
    fuzz::require(known, "a reference to what is there", text + " in " + root_.dump());
  }

  const json& root_;
};

std::string request(const json& schemas) {
  json body{{"messages", {{{"role", "user"}, {"content", "Hi"}}}}, {"tools", json::array()}};
  body["model"] = "any";
  for (const auto& schema : schemas)
    if (body["tools"].size() < 8 && schema.is_object()) {
      const auto name = "tool" + std::to_string(body["tools"].size());
      body["tools"].push_back({{"type", "function"}, {"function", {{"name", name}, {"parameters", schema}}}});
    }
  return body.dump();
}

std::string format_request(const json& schema) {
  json body{{"messages", {{{"role", "user"}, {"content", "Hi"}}}}};
  body["model"] = "any";
  body["response_format"] = {{"type", "json_schema"}, {"json_schema", {{"name", "answer"}, {"schema", schema}}}};
  return body.dump();
}

void check_references(const json& body) {
  const json::json_pointer format{"/generationConfig/responseJsonSchema"};
  if (body.contains(format))
    References{body.at(format)}.check(body.at(format));
  const json::json_pointer functions{"/tools/0/functionDeclarations"};
  if (body.contains(functions))
    for (const auto& function : body.at(functions))
      if (const auto schema = function.find("parametersJsonSchema"); schema != function.end())
        References{*schema}.check(*schema);
}

void check_request(const std::string& text) {
  static translate::JsonParser parser;
  for (const std::string_view model : {"gemini-2.0-flash", "gemini-2.5-flash", "gemini-3.8-flash"}) {
    const auto chat = translate::chat_request(text, {}, parser, {model});
    if (!chat)
      return fuzz::require_sound_error(chat.error());
    fuzz::require_accepted(chat->body, model);
    check_references(fuzz::require_json(chat->body));
  }
}

void check(std::string_view text) {
  const auto schemas = json::parse(text, nullptr, false);
  if (schemas.is_discarded() || !schemas.is_object())
    return;
  check_request(request(schemas));
  if (!schemas.empty() && schemas.front().is_object())
    check_request(format_request(schemas.front()));
}

} // namespace
} // namespace geminid

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  geminid::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
