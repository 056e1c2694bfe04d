#include "tests/gemini_sim/sim_cases.hpp"
#include "tools/gemini_sim/fault_json.hpp"

namespace geminid::sim::fault_json_test {
namespace {

TEST(ParseFault, NeedsAKindOnly) {
  const auto fault = parse_fault(json::parse(R"({"kind":"reset"})"));
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->kind, FaultKind::reset);
  EXPECT_EQ(fault->key, "*");
  EXPECT_EQ(fault->model, "*");
  EXPECT_EQ(fault->count, 1U);
}

TEST(ParseFault, ReadsEveryMember) {
  const auto text = R"({"kind":"status","key":"k","model":"m","count":3,"body":"custom","status":418,"content":"a",
      "content_type":"text/plain","array":true,"ms":5,"after":2,"bytes":7,"reason":"OTHER","delimiter":"\n\n"})";
  const auto fault = parse_fault(json::parse(text));
  ASSERT_TRUE(fault) << fault.error().message;
  EXPECT_EQ(fault->key, "k");
  EXPECT_EQ(fault->model, "m");
  EXPECT_EQ(fault->count, 3U);
  EXPECT_EQ(fault->body, "custom");
  EXPECT_EQ(fault->status, 418);
  EXPECT_EQ(fault->content, "a");
  EXPECT_EQ(fault->content_type, "text/plain");
  EXPECT_TRUE(fault->array);
  EXPECT_EQ(fault->ms.count(), 5);
  EXPECT_EQ(fault->after, 2U);
  EXPECT_EQ(fault->bytes, 7U);
  EXPECT_EQ(fault->reason, "OTHER");
  EXPECT_EQ(fault->delimiter, "\n\n");
}

TEST(ParseFault, LastsWithoutACountWhereItIsACondition) {
  for (const auto* text :
       {R"({"kind":"egress_throttle"})", R"({"kind":"foreign_signatures"})",
        R"({"kind":"refuse_field","field":"store","body":"penalty"})", R"({"kind":"reset","count":null})"}) {
    const auto fault = parse_fault(json::parse(text));
    ASSERT_TRUE(fault) << text;
    EXPECT_EQ(fault->count, std::nullopt) << text;
  }
  EXPECT_EQ(parse_fault(json::parse(R"({"kind":"egress_throttle","count":2})"))->count, 2U);
}

TEST(FaultJson, IsReadBackAsTheSameFault) {
  for (const auto* text : {R"({"kind":"egress_throttle","model":"m"})", R"({"kind":"framing","delimiter":"\r\r"})",
                           R"({"kind":"refuse_field","field":"a.b","body":"logprobs","count":4})",
                           R"({"kind":"status","body":"custom","status":200,"content":"a","content_type":"b"})"}) {
    const auto fault = parse_fault(json::parse(text));
    ASSERT_TRUE(fault) << fault.error().message;
    const auto again = parse_fault(fault_json(*fault));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(fault_json(*again), fault_json(*fault));
    EXPECT_EQ(again->status, fault->status);
  }
}

TEST(FaultKinds, HaveNamesThatAreReadBack) {
  for (auto kind = FaultKind::status; kind <= FaultKind::framing;
       kind = static_cast<FaultKind>(static_cast<int>(kind) + 1))
    EXPECT_EQ(fault_kind_named(to_string(kind)), kind);
  EXPECT_FALSE(fault_kind_named("nonsense"));
}

struct WrongFault {
  const char* name;
  const char* text;
  const char* field;
};

void PrintTo(const WrongFault& c, std::ostream* out) {
  *out << c.name;
}

class WrongFaults : public testing::TestWithParam<WrongFault> {};

TEST_P(WrongFaults, AreRefusedByTheNameOfTheMember) {
  const auto fault = parse_fault(json::parse(GetParam().text));
  ASSERT_FALSE(fault);
  EXPECT_EQ(fault.error().field, GetParam().field);
  EXPECT_THAT(fault.error().message, HasSubstr(std::string{GetParam().field} + ": expected "));
}

INSTANTIATE_TEST_SUITE_P(
    Members, WrongFaults,
    testing::Values(WrongFault{"no_kind", "{}", "kind"}, WrongFault{"kind", R"({"kind":"nonsense"})", "kind"},
                    WrongFault{"key", R"({"kind":"reset","key":1})", "key"},
                    WrongFault{"no_count", R"({"kind":"reset","count":0})", "count"},
                    WrongFault{"negative_count", R"({"kind":"reset","count":-1})", "count"},
                    WrongFault{"body", R"({"kind":"status","body":"nonsense"})", "body"},
                    WrongFault{"status_too_low", R"({"kind":"status","status":100})", "status"},
                    WrongFault{"status_zero", R"({"kind":"status","status":0})", "status"},
                    WrongFault{"status_too_high", R"({"kind":"status","status":600})", "status"},
                    WrongFault{"content_type", R"({"kind":"status","content_type":"a\r\nb: c"})", "content_type"},
                    WrongFault{"array", R"({"kind":"status","array":1})", "array"},
                    WrongFault{"ms", R"({"kind":"slow","ms":600001})", "ms"},
                    WrongFault{"after", R"({"kind":"raw_error","after":-1})", "after"},
                    WrongFault{"no_bytes", R"({"kind":"split","bytes":0})", "bytes"},
                    WrongFault{"delimiter", R"({"kind":"framing","delimiter":"\n"})", "delimiter"},
                    WrongFault{"no_field", R"({"kind":"refuse_field","body":"penalty"})", "field"},
                    WrongFault{"field_of_another_kind", R"({"kind":"reset","field":"store"})", "field"},
                    WrongFault{"stranger", R"({"kind":"reset","sometimes":true})", "fault"}),
    name_of_case);

TEST(ParseFault, RefusesWhatIsNoObject) {
  EXPECT_FALSE(parse_fault(json::parse("[]")));
}

} // namespace
} // namespace geminid::sim::fault_json_test
