// What is refused in tools, toolConfig and safetySettings.
#include "tests/gemini_sim/sim_cases.hpp"
#include "tools/gemini_sim/tool_check.hpp"

namespace geminid::sim::tool_check_test {
namespace {

constexpr auto old_model = "gemini-2.5-flash";
constexpr auto new_model = "gemini-3-flash-preview";

class ToolRefused : public testing::TestWithParam<RefusalCase> {};

TEST_P(ToolRefused, WithGooglesText) {
  EXPECT_THAT(verdict(GetParam().model, request_with(GetParam().members)), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Wire, ToolRefused,
    testing::Values(
        RefusalCase{"empty_tool", old_model, R"({"tools":[{}]})",
                    "tools[0].tool_type: required one_of 'tool_type' must have one initialized field"},
        RefusalCase{"no_functions", old_model, R"({"tools":[{"functionDeclarations":[]}]})", "tools[0].tool_type"},
        RefusalCase{"old_search", old_model, R"({"tools":[{"googleSearchRetrieval":{}}]})",
                    "google_search_retrieval is not supported; please use google_search instead."},
        RefusalCase{"nameless", old_model, R"({"tools":[{"functionDeclarations":[{"description":"a"}]}]})",
                    "tools[0].function_declarations[0].name: Invalid function name."},
        RefusalCase{"name_with_a_space", old_model, R"({"tools":[{"functionDeclarations":[{"name":"a b"}]}]})",
                    "Invalid function name. Must start with a letter or an underscore."},
        RefusalCase{"name_with_a_digit_first", old_model, R"({"tools":[{"functionDeclarations":[{"name":"1a"}]}]})",
                    "Invalid function name."},
        RefusalCase{"same_name_twice", old_model,
                    R"({"tools":[{"functionDeclarations":[{"name":"a"}]},{"functionDeclarations":[{"name":"a"}]}]})",
                    "Duplicate function declaration found: a"},
        RefusalCase{"both_kinds_of_parameters", old_model,
                    R"({"tools":[{"functionDeclarations":[{"name":"a","parameters":{"type":"STRING"},)"
                    R"("parametersJsonSchema":{}}]}]})",
                    "only one of parameters and parameters_json_schema may be set"},
        RefusalCase{"object_without_properties", old_model,
                    R"({"tools":[{"functionDeclarations":[{"name":"a","parameters":{"type":"OBJECT"}}]}]})",
                    "parameters.properties: should be non-empty for OBJECT type"},
        RefusalCase{"keyword_in_json_schema", old_model,
                    R"({"tools":[{"functionDeclarations":[{"name":"a","parametersJsonSchema":{"not":{}}}]}]})",
                    "parameters_json_schema"},
        RefusalCase{"functions_of_gemma", "gemma-3-27b-it", R"({"tools":[{"functionDeclarations":[{"name":"a"}]}]})",
                    "Function calling is not enabled for models/gemma-3-27b-it"},
        RefusalCase{"functions_with_search_before_3", old_model,
                    R"({"tools":[{"functionDeclarations":[{"name":"a"}]},{"googleSearch":{}}]})",
                    "Tool use with function calling is unsupported"},
        RefusalCase{"functions_with_search_without_the_switch", new_model,
                    R"({"tools":[{"functionDeclarations":[{"name":"a"}]},{"googleSearch":{}}]})",
                    "Please enable tool_config.include_server_side_tool_invocations"},
        RefusalCase{"forced_without_functions", old_model, R"({"toolConfig":{"functionCallingConfig":{"mode":"ANY"}}})",
                    "Function calling config is set without function_declarations."},
        RefusalCase{"allowed_names_under_auto", old_model,
                    R"({"tools":[{"functionDeclarations":[{"name":"a"}]}],)"
                    R"("toolConfig":{"functionCallingConfig":{"allowedFunctionNames":["a"]}}})",
                    "Allowed function names should only be set when function calling mode is ANY."},
        RefusalCase{"allowed_name_that_is_not_declared", old_model,
                    R"({"tools":[{"functionDeclarations":[{"name":"a"}]}],)"
                    R"("toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["b"]}}})",
                    R"(Allowed function name "b" is not among the function_declarations.)"},
        RefusalCase{"safety_without_category", old_model, R"({"safetySettings":[{"threshold":"OFF"}]})",
                    "safety_settings[0].category: must be specified"},
        RefusalCase{"safety_without_threshold", old_model,
                    R"({"safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT"}]})",
                    "safety_settings[0].threshold: must be specified"},
        RefusalCase{"safety_category_twice", old_model,
                    R"({"safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"OFF"},)"
                    R"({"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_NONE"}]})",
                    "safety_settings[1]: only one entry is allowed for HARM_CATEGORY_HARASSMENT"},
        RefusalCase{"safety_category_of_images", old_model,
                    R"({"safetySettings":[{"category":"HARM_CATEGORY_IMAGE_HATE","threshold":"OFF"}]})",
                    "Invalid value at 'safety_settings[0].category'"}),
    name_of_case);

class ToolAccepted : public testing::TestWithParam<AcceptedCase> {};

TEST_P(ToolAccepted, AsGoogleDoes) {
  EXPECT_EQ(verdict(GetParam().model, request_with(GetParam().members)), "accepted");
}

INSTANTIATE_TEST_SUITE_P(
    Wire, ToolAccepted,
    testing::Values(
        AcceptedCase{"no_tools", old_model, R"({"tools":[]})"},
        AcceptedCase{"no_parameters", old_model, R"({"tools":[{"functionDeclarations":[{"name":"_a.b:c-1"}]}]})"},
        AcceptedCase{"search", old_model, R"({"tools":[{"googleSearch":{}},{"urlContext":{}}]})"},
        AcceptedCase{"functions_with_search_from_3_on", new_model,
                     R"({"tools":[{"functionDeclarations":[{"name":"a"}]},{"googleSearch":{}}],)"
                     R"("toolConfig":{"includeServerSideToolInvocations":true,)"
                     R"("functionCallingConfig":{"mode":"VALIDATED"}}})"},
        AcceptedCase{"forced", old_model,
                     R"({"tools":[{"functionDeclarations":[{"name":"a"}]}],)"
                     R"("toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["a"]}}})"},
        AcceptedCase{"none_without_functions", old_model,
                     R"({"toolConfig":{"functionCallingConfig":{"mode":"NONE"}}})"},
        AcceptedCase{"safety", old_model,
                     R"({"safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"OFF"},)"
                     R"({"category":"HARM_CATEGORY_JAILBREAK","threshold":"BLOCK_ONLY_HIGH"}]})"}),
    name_of_case);

json functions(int count) {
  auto declarations = json::array();
  for (int i = 0; i < count; ++i)
    declarations.push_back({{"name", "f" + std::to_string(i)}});
  auto request = request_with();
  request["tools"] = json::array({{{"functionDeclarations", std::move(declarations)}}});
  return request;
}

TEST(ToolCheck, TakesFiveHundredAndTwelveFunctions) {
  EXPECT_EQ(verdict(old_model, functions(512)), "accepted");
  EXPECT_EQ(verdict(old_model, functions(513)), "The number of function declarations must not exceed 512.");
}

TEST(ToolCheck, TakesNamesOfUpTo128Characters) {
  auto request = functions(1);
  auto& name = request["tools"][0]["functionDeclarations"][0]["name"];
  name = std::string(128, 'a');
  EXPECT_EQ(verdict(old_model, request), "accepted");
  name = std::string(129, 'a');
  EXPECT_THAT(verdict(old_model, request), HasSubstr("maximum length of 128"));
}

TEST(DeclaredFunctions, AreThoseOfAllToolsInOrder) {
  const auto request = json::parse(R"({"tools":[{"functionDeclarations":[{"name":"a"},{"name":"b"}]},
                                      {"googleSearch":{}},{"functionDeclarations":[{"name":"c"}]}]})");
  const auto declared = declared_functions(request);
  ASSERT_EQ(declared.size(), 3U);
  EXPECT_EQ((*declared[2])["name"], "c");
  EXPECT_EQ(function_mode(request), "AUTO");
}

} // namespace
} // namespace geminid::sim::tool_check_test
