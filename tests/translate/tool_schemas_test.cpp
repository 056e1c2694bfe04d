// Schemas as tools publish them, through the translation and past the simulator, which refuses all that Gemini may.
#include "server/translate/chat.hpp"
#include "tests/translate/golden.hpp"
#include "tools/gemini_sim/request_check.hpp"

namespace geminid {
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

void expect_accepted(std::string_view name, std::string_view model, const json& request) {
  translate::JsonParser parser;
  const auto chat = translate::chat_request(request.dump(), {}, parser);
  ASSERT_TRUE(chat) << name << ": " << chat.error().message;
  const auto accepted = sim::check_generate_request(chat->body, *sim::find_model(model));
  EXPECT_TRUE(accepted) << name << " for " << model << ": " << accepted.error().message << "\n" << chat->body;
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

} // namespace
} // namespace geminid
