#include "tests/gemini_sim/sim_cases.hpp"
#include "tools/gemini_sim/proto_json.hpp"

namespace geminid::sim::proto_json_test {
namespace {

struct Reading {
  const char* name;
  const char* body;
  const char* canonical;
};

void PrintTo(const Reading& c, std::ostream* out) {
  *out << c.name;
}

class ProtoJsonReads : public testing::TestWithParam<Reading> {};

TEST_P(ProtoJsonReads, IntoOneForm) {
  const auto read = read_message(GetParam().body, "GenerateContentRequest");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, json::parse(GetParam().canonical));
}

INSTANTIATE_TEST_SUITE_P(
    Wire, ProtoJsonReads,
    testing::Values(
        Reading{"snake_case", R"({"system_instruction":{"parts":[{"inline_data":{"mime_type":"image/png"}}]}})",
                R"({"systemInstruction":{"parts":[{"inlineData":{"mimeType":"image/png"}}]}})"},
        Reading{"enums_in_any_case", R"({"generationConfig":{"thinkingConfig":{"thinkingLevel":"high"}}})",
                R"({"generationConfig":{"thinkingConfig":{"thinkingLevel":"HIGH"}}})"},
        Reading{"numbers_as_texts", R"({"generationConfig":{"maxOutputTokens":"64","temperature":"0.5","topK":40.0}})",
                R"({"generationConfig":{"maxOutputTokens":64,"temperature":0.5,"topK":40}})"},
        Reading{"one_element_for_a_list", R"({"contents":{"parts":{"text":"hi"}}})",
                R"({"contents":[{"parts":[{"text":"hi"}]}]})"},
        Reading{"nulls_as_absent", R"({"cachedContent":null,"contents":[{"role":null,"parts":[{"text":"hi"}]}]})",
                R"({"contents":[{"parts":[{"text":"hi"}]}]})"},
        Reading{"any_value_untouched", R"({"generationConfig":{"responseJsonSchema":{"max_items":null,"type":["a"]}}})",
                R"({"generationConfig":{"responseJsonSchema":{"max_items":null,"type":["a"]}}})"},
        Reading{"objects_untouched", R"({"contents":[{"parts":[{"functionCall":{"name":"f","args":{"a_b":null}}}]}]})",
                R"({"contents":[{"parts":[{"functionCall":{"name":"f","args":{"a_b":null}}}]}]})"},
        Reading{"properties_named_like_keywords",
                R"({"tools":[{"functionDeclarations":[{"parameters":{"properties":{"any_of":{"type":"string"}}}}]}]})",
                R"({"tools":[{"functionDeclarations":[{"parameters":{"properties":{"any_of":{"type":"STRING"}}}}]}]})"},
        Reading{"either_base64", R"({"contents":[{"parts":[{"text":"","thoughtSignature":"-_8"}]}]})",
                R"({"contents":[{"parts":[{"text":"","thoughtSignature":"-_8"}]}]})"},
        Reading{"sentinel_as_bytes",
                R"({"contents":[{"parts":[{"thoughtSignature":"skip_thought_signature_validator"}]}]})",
                R"({"contents":[{"parts":[{"thoughtSignature":"skip_thought_signature_validator"}]}]})"}),
    name_of_case);

struct Violation {
  const char* name;
  const char* body;
  const char* message;
};

void PrintTo(const Violation& c, std::ostream* out) {
  *out << c.name;
}

class ProtoJsonRefuses : public testing::TestWithParam<Violation> {};

TEST_P(ProtoJsonRefuses, WithGooglesText) {
  const auto read = read_message(GetParam().body, "GenerateContentRequest");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, 400);
  EXPECT_EQ(read.error().status, "INVALID_ARGUMENT");
  EXPECT_THAT(read.error().message, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Wire, ProtoJsonRefuses,
    testing::Values(
        Violation{"unknown_at_the_root", R"({"messages":[]})",
                  R"(Invalid JSON payload received. Unknown name "messages": Cannot find field.)"},
        Violation{"unknown_inside", R"({"generation_config":{"top_a":1}})",
                  R"(Invalid JSON payload received. Unknown name "top_a" at 'generation_config': Cannot find field.)"},
        Violation{"unknown_in_a_list", R"({"contents":[{"parts":[{"text":"a"},{"txt":"b"}]}]})",
                  R"(Unknown name "txt" at 'contents[0].parts[1]': Cannot find field.)"},
        Violation{"schema_keyword",
                  R"({"tools":[{"function_declarations":[{"parameters":{"additionalProperties":false}}]}]})",
                  R"(Unknown name "additionalProperties" at 'tools[0].function_declarations[0].parameters')"},
        Violation{"schema_keyword_of_a_property",
                  R"({"generationConfig":{"responseSchema":{"properties":{"a":{"const":1}}}}})",
                  R"(Unknown name "const" at 'generation_config.response_schema.properties[0].value')"},
        Violation{"vertex_only", R"({"labels":{}})", R"(Unknown name "labels": Cannot find field.)"},
        Violation{"vertex_only_config", R"({"generationConfig":{"audioTimestamp":true}})", R"("audioTimestamp")"},
        Violation{"type_as_list", R"({"generationConfig":{"responseSchema":{"type":["STRING","NULL"]}}})",
                  R"(Unknown name "type" at 'generation_config.response_schema': Proto field is not repeating, cannot )"
                  "start list."},
        Violation{"wrong_enum", R"({"toolConfig":{"functionCallingConfig":{"mode":"SOME"}}})",
                  "Invalid value at 'tool_config.function_calling_config.mode' "
                  R"((type.googleapis.com/google.ai.generativelanguage.v1beta.Mode), "SOME")"},
        Violation{"text_for_a_number", R"({"generationConfig":{"temperature":"warm"}})",
                  R"(Invalid value at 'generation_config.temperature' (TYPE_FLOAT), "warm")"},
        Violation{"fraction_for_a_whole_number", R"({"generationConfig":{"topK":1.5}})", "(TYPE_INT32), 1.5"},
        Violation{"too_large_for_32_bits", R"({"generationConfig":{"seed":4294967296}})", "(TYPE_INT32), 4294967296"},
        Violation{"number_for_a_text", R"({"cachedContent":1})", "Invalid value at 'cached_content' (TYPE_STRING), 1"},
        Violation{"number_for_a_flag", R"({"store":1})", "Invalid value at 'store' (TYPE_BOOL), 1"},
        Violation{"no_base64", R"({"contents":[{"parts":[{"thoughtSignature":"?"}]}]})",
                  "(TYPE_BYTES), Base64 decoding failed for \"?\""},
        Violation{"list_for_an_object", R"({"contents":[{"parts":[{"functionResponse":{"response":"text"}}]}]})",
                  "(type.googleapis.com/google.protobuf.Struct), \"text\""},
        Violation{"two_data_members", R"({"contents":[{"parts":[{"text":"a","inlineData":{}}]}]})",
                  "Invalid value at 'contents[0].parts[0]' (oneof), oneof field 'data' is already set."},
        Violation{"no_object", "[1]", "Root element must be a message."},
        Violation{"no_json", "{nonsense", "Invalid JSON payload received. Unexpected token."},
        Violation{"nothing", "", "Invalid JSON payload received."}),
    name_of_case);

TEST(ProtoJson, NamesAllViolationsAtOnceWithTheirFields) {
  const auto read = read_message(R"({"a":1,"generationConfig":{"b":1,"c":1}})", "GenerateContentRequest");
  ASSERT_FALSE(read);
  const auto& violations = read.error().details[0]["fieldViolations"];
  ASSERT_EQ(violations.size(), 3U);
  EXPECT_FALSE(violations[0].contains("field"));
  EXPECT_EQ(violations[1]["field"], "generation_config");
}

TEST(ProtoJson, NamesAtMostTwentyViolations) {
  auto request = json::object();
  for (int i = 0; i < 100; ++i)
    request["x" + std::to_string(i)] = 1;
  const auto read = read_message(request.dump(), "GenerateContentRequest");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().details[0]["fieldViolations"].size(), 20U);
}

TEST(ProtoJson, RefusesNestingThatWouldExhaustTheStack) {
  for (const auto levels : {101U, 1'000'000U}) {
    const auto read = read_message(std::string(levels, '['), "GenerateContentRequest");
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().message, HasSubstr("Max recursion depth"));
  }
}

TEST(ProtoJson, QuotesNoMoreOfAValueThanAReaderNeeds) {
  const auto body = json{{"generationConfig", {{"temperature", std::string(10'000, 'x')}}}}.dump();
  const auto read = read_message(body, "GenerateContentRequest");
  ASSERT_FALSE(read);
  EXPECT_LT(read.error().message.size(), 250U);
}

} // namespace
} // namespace geminid::sim::proto_json_test
