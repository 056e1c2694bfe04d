#include "tests/gemini_sim/sim_cases.hpp"
#include "tools/gemini_sim/schema_check.hpp"

namespace geminid::sim::schema_check_test {
namespace {

struct SchemaCase {
  const char* name;
  const char* schema;
  /// Empty: it passes.
  const char* violation;
};

void PrintTo(const SchemaCase& c, std::ostream* out) {
  *out << c.name;
}

std::string first(const std::vector<FieldViolation>& violations) {
  return violations.empty() ? "" : violations.front().description;
}

class OpenApiSchema : public testing::TestWithParam<SchemaCase> {};

TEST_P(OpenApiSchema, IsChecked) {
  EXPECT_EQ(first(check_open_api_schema(json::parse(GetParam().schema), "s")), GetParam().violation);
}

INSTANTIATE_TEST_SUITE_P(
    Wire, OpenApiSchema,
    testing::Values(
        SchemaCase{"object", R"({"type":"OBJECT","properties":{"a":{"type":"STRING"}},"required":["a"]})", ""},
        SchemaCase{"any_of_without_type", R"({"anyOf":[{"type":"STRING"},{"type":"NULL"}]})", ""},
        SchemaCase{"no_type", R"({"description":"a"})", "* GenerateContentRequest.s.type: must be specified"},
        SchemaCase{"empty_object", R"({"type":"OBJECT","properties":{}})",
                   "* GenerateContentRequest.s.properties: should be non-empty for OBJECT type"},
        SchemaCase{"required_stranger",
                   R"({"type":"OBJECT","properties":{"a":{"type":"STRING"}},"required":["a","b"]})",
                   "* GenerateContentRequest.s.required[1]: property is not defined"},
        SchemaCase{"array_without_items", R"({"type":"ARRAY"})", "* GenerateContentRequest.s.items: missing field."},
        SchemaCase{"nested", R"({"type":"ARRAY","items":{"type":"OBJECT","properties":{"a":{"type":"ARRAY"}}}})",
                   "* GenerateContentRequest.s.items.properties[a].items: missing field."},
        SchemaCase{"inside_any_of", R"({"anyOf":[{"type":"STRING"},{"type":"ARRAY"}]})",
                   "* GenerateContentRequest.s.any_of[1].items: missing field."},
        SchemaCase{"enum", R"({"type":"STRING","format":"enum","enum":["a","b"]})", ""},
        SchemaCase{"enum_of_numbers", R"({"type":"INTEGER","enum":["1"]})",
                   "* GenerateContentRequest.s.enum: only allowed for STRING type"},
        SchemaCase{"enum_with_an_empty_text", R"({"type":"STRING","enum":["a",""]})",
                   "* GenerateContentRequest.s.enum[1]: cannot be empty"},
        SchemaCase{"date_time", R"({"type":"STRING","format":"date-time"})", ""},
        SchemaCase{"email", R"({"type":"STRING","format":"email"})",
                   "* GenerateContentRequest.s.format: only 'enum' and 'date-time' are supported for STRING type"},
        SchemaCase{"int64", R"({"type":"INTEGER","format":"int64"})", ""},
        SchemaCase{"uint8", R"({"type":"INTEGER","format":"uint8"})",
                   "* GenerateContentRequest.s.format: only 'int32' and 'int64' are supported for INTEGER type"},
        SchemaCase{"half", R"({"type":"NUMBER","format":"half"})",
                   "* GenerateContentRequest.s.format: only 'float' and 'double' are supported for NUMBER type"}),
    name_of_case);

class JsonSchema : public testing::TestWithParam<SchemaCase> {};

TEST_P(JsonSchema, IsChecked) {
  EXPECT_EQ(first(check_json_schema(json::parse(GetParam().schema), "s")), GetParam().violation);
}

INSTANTIATE_TEST_SUITE_P(
    Wire, JsonSchema,
    testing::Values(
        SchemaCase{"anything", "{}", ""},
        SchemaCase{"honoured",
                   R"({"$id":"a","$defs":{"x":{"type":"string"}},"type":["object","null"],"title":"t",)"
                   R"("properties":{"const":{"$ref":"#/$defs/x"},"n":{"type":"integer","minimum":1,"enum":[1,null]}},)"
                   R"("required":["n"],"additionalProperties":false,"propertyOrdering":["n","const"]})",
                   ""},
        SchemaCase{"ignored", R"({"type":"string","minLength":1,"maxLength":2,"pattern":"a"})", ""},
        SchemaCase{"dialect", R"({"$schema":"https://json-schema.org/draft/2020-12/schema"})",
                   R"(Invalid JSON schema at 's': Unknown keyword "$schema")"},
        SchemaCase{"constant", R"({"properties":{"a":{"const":1}}})",
                   R"(Invalid JSON schema at 's.properties[a]': Unknown keyword "const")"},
        SchemaCase{"all_of", R"({"allOf":[{}]})", R"(Invalid JSON schema at 's': Unknown keyword "allOf")"},
        SchemaCase{"reference_with_siblings", R"({"$ref":"#","description":"a"})",
                   R"(Invalid JSON schema at 's': a schema with $ref may not set "description")"},
        SchemaCase{"unknown_type", R"({"type":"text"})", R"(Invalid JSON schema at 's.type': unknown type "text")"},
        SchemaCase{"no_types", R"({"type":[]})", "Invalid JSON schema at 's.type': unknown type []"},
        SchemaCase{"enum_of_objects", R"({"enum":[{}]})",
                   "Invalid JSON schema at 's.enum': only strings and numbers are supported"},
        SchemaCase{"empty_enum", R"({"enum":[]})", "Invalid JSON schema at 's.enum': expected a non-empty list"},
        SchemaCase{"properties_as_list", R"({"properties":[]})",
                   "Invalid JSON schema at 's.properties': expected an object"},
        SchemaCase{"no_schema", "7", "Invalid JSON schema at 's': expected an object"},
        SchemaCase{"schema_that_is_a_flag", R"({"items":true})", ""},
        SchemaCase{"inside_any_of", R"({"anyOf":[{},{"not":{}}]})",
                   R"(Invalid JSON schema at 's.anyOf[1]': Unknown keyword "not")"},
        SchemaCase{"required_as_flag", R"({"required":true})",
                   "Invalid JSON schema at 's.required': expected a list of strings"}),
    name_of_case);

template <class Check>
void expect_limits(Check check, const char* object, const char* array) {
  json schema{{"anyOf", json::array()}};
  for (int i = 0; i < 40; ++i)
    schema = json{{"type", array}, {"items", schema}};
  const auto too_deep = check(schema, "s");
  ASSERT_FALSE(too_deep.empty());
  EXPECT_THAT(too_deep.back().description, HasSubstr("schema exceeds the maximum nesting depth"));

  json wide{{"type", object}, {"properties", json::object()}};
  for (int i = 0; i < 100; ++i)
    wide["properties"]["p" + std::to_string(i)] = {{"type", array}, {"enum", json::array()}};
  EXPECT_EQ(check(wide, "s").size(), 20U);
}

TEST(SchemaCheck, IsLimitedInDepthAndInWhatItReports) {
  expect_limits(check_open_api_schema, "OBJECT", "ARRAY");
  expect_limits(check_json_schema, "object", "array");
}

} // namespace
} // namespace geminid::sim::schema_check_test
