// Schemas as tools publish them, through the translation and past the simulator, which refuses all that Gemini may.
#include "server/translate/chat.hpp"
#include "tests/translate/golden.hpp"
#include "tools/gemini_sim/request_check.hpp"

#include <gmock/gmock.h>

namespace geminid::tool_schemas_test {
namespace {

using nlohmann::json;

constexpr auto folder = "tool_schemas";

json request_of(std::string_view model) {
  return {{"model", model}, {"messages", {{{"role", "user"}, {"content", "Hi"}}}}};
}

json with_tool(std::string_view model, const json& schema) {
  auto request = request_of(model);
  request["tools"] = {{{"type", "function"}, {"function", {{"name", "tool"}, {"parameters", schema}}}}};
  return request;
}

json with_format(std::string_view model, const json& schema) {
  auto request = request_of(model);
  request["response_format"] = {{"type", "json_schema"}, {"json_schema", {{"name", "answer"}, {"schema", schema}}}};
  return request;
}

std::string expect_accepted(std::string_view name, std::string_view model, const json& request) {
  translate::JsonParser parser;
  const auto chat = translate::chat_request(request.dump(), {}, parser);
  EXPECT_TRUE(chat) << name << ": " << chat.error().message;
  const auto accepted = sim::check_generate_request(chat->body, *sim::find_model(model));
  EXPECT_TRUE(accepted) << name << " for " << model << ": " << accepted.error().message << "\n" << chat->body;
  return chat->body;
}

class ToolSchemas : public testing::TestWithParam<std::string> {};

TEST_P(ToolSchemas, AreAcceptedAsParametersAndAsFormatByNewModelsAndOld) {
  const auto schemas = json::parse(golden::read(folder, GetParam() + ".json"));
  for (const auto& [name, schema] : schemas.items())
    for (const std::string_view model : {"gemini-3.8-flash", "gemini-2.5-flash", "gemini-2.0-flash"}) {
      expect_accepted(name, model, with_tool(model, schema));
      expect_accepted(name, model, with_format(model, schema));
    }
}

INSTANTIATE_TEST_SUITE_P(Files, ToolSchemas, testing::ValuesIn(golden::cases(folder, ".json")), golden::CaseName{});

// Each definition uses the next one twice: written out, that is a billion of the last.
json multiplying(const json& use) {
  json schema{{"type", "object"}, {"properties", {{"top", {{"$ref", "#/$defs/L0"}}}}}};
  for (int i = 0; i < 30; ++i) {
    auto next = use;
    next["allOf"][0]["$ref"] = "#/$defs/L" + std::to_string(i + 1);
    schema["$defs"]["L" + std::to_string(i)] = {{"type", "object"}, {"properties", {{"left", next}, {"right", next}}}};
  }
  schema["$defs"]["L30"] = {{"type", "string"}};
  return schema;
}

TEST(ToolSchemaReferences, ThatMultiplyAreWrittenOnceWhereGeminiKnowsReferences) {
  const auto schema = multiplying({{"allOf", json::array({json::object()})}});
  const auto body = expect_accepted("references", "gemini-3.8-flash", with_tool("gemini-3.8-flash", schema));
  EXPECT_LT(body.size(), schema.dump().size());
  EXPECT_THAT(body, testing::HasSubstr("L30"));
}

TEST(ToolSchemaReferences, ThatMultiplyAreCutOffWhereTheyMustBeWrittenOut) {
  const auto mixin = multiplying({{"allOf", json::array({json::object(), {{"title", "More"}}})}});
  for (const std::string_view model : {"gemini-3.8-flash", "gemini-2.0-flash"})
    EXPECT_LT(expect_accepted("mixins", model, with_tool(model, mixin)).size(), 1024 * 1024) << model;
}

} // namespace
} // namespace geminid::tool_schemas_test
