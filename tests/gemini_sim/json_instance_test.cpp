#include "tests/gemini_sim/sim_cases.hpp"
#include "tools/gemini_sim/json_instance.hpp"

namespace geminid::sim::json_instance_test {
namespace {

struct InstanceCase {
  const char* name;
  const char* schema;
  const char* instance;
};

void PrintTo(const InstanceCase& c, std::ostream* out) {
  *out << c.name;
}

class SmallestInstance : public testing::TestWithParam<InstanceCase> {};

TEST_P(SmallestInstance, FitsTheSchema) {
  EXPECT_EQ(smallest_instance(json::parse(GetParam().schema)), json::parse(GetParam().instance));
}

INSTANTIATE_TEST_SUITE_P(
    Schemas, SmallestInstance,
    testing::Values(
        InstanceCase{"text", R"({"type":"string"})", R"("text")"},
        InstanceCase{"google_spelling", R"({"type":"INTEGER"})", "1"},
        InstanceCase{"least", R"({"type":"integer","minimum":5.5})", "6"},
        InstanceCase{"most", R"({"type":"number","maximum":-2})", "-2.0"},
        InstanceCase{"long_text", R"({"type":"string","minLength":6})", R"("text..")"},
        InstanceCase{"short_text", R"({"type":"string","maxLength":2})", R"("te")"},
        InstanceCase{"date_time", R"({"type":"string","format":"date-time"})", R"("2026-01-02T03:04:05Z")"},
        InstanceCase{"enum", R"({"enum":["a","b"]})", R"("a")"}, InstanceCase{"constant", R"({"const":7})", "7"},
        InstanceCase{"nullable", R"({"type":["null","string"]})", "null"},
        InstanceCase{"alternative", R"({"anyOf":[{"type":"boolean"},{"type":"string"}]})", "true"},
        InstanceCase{"required_only",
                     R"({"type":"object","properties":{"a":{"type":"boolean"},"b":{}},"required":["a"]})",
                     R"({"a":true})"},
        InstanceCase{"all_where_none_is_required", R"({"properties":{"a":{"type":"boolean"}}})", R"({"a":true})"},
        InstanceCase{"one_item", R"({"type":"array","items":{"type":"integer"}})", "[1]"},
        InstanceCase{"items", R"({"type":"array","minItems":2,"items":{"type":"null"}})", "[null,null]"},
        InstanceCase{"no_items", R"({"type":"array","maxItems":0,"items":{"type":"null"}})", "[]"},
        InstanceCase{"tuple", R"({"type":"array","prefixItems":[{"type":"boolean"},{"const":1}]})", "[true,1]"},
        InstanceCase{"reference", R"({"$defs":{"x":{"const":3}},"$ref":"#/$defs/x"})", "3"},
        InstanceCase{"lost_reference", R"({"$ref":"#/$defs/x"})", R"("text")"}),
    name_of_case);

TEST(SmallestInstance, EndsForASchemaThatRefersToItself) {
  const auto list = json::parse(R"({"$defs":{"node":{"type":"object","properties":{"next":{"$ref":"#/$defs/node"}},
                                    "required":[]}},"$ref":"#/$defs/node"})");
  EXPECT_EQ(smallest_instance(list), json::object());
  const auto bush = json::parse(R"({"type":"array","minItems":64,"items":{"$ref":"#"}})");
  EXPECT_LT(smallest_instance(bush).dump().size(), 100'000U);
}

} // namespace
} // namespace geminid::sim::json_instance_test
