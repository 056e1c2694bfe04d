// The control API: what it changes while the simulator runs, and what it refuses.
#include "tests/gemini_sim/sim_fixture.hpp"

namespace geminid::sim::control_test {
namespace {

class Control : public SimTest {};

TEST_F(Control, ShowsAddsAndForgetsFaults) {
  EXPECT_EQ(body_of(control("GET", "/_sim/faults")), json::parse(R"({"faults":[]})"));
  add_fault(R"({"faults":[{"kind":"reset"},{"kind":"hang","model":"gemini-2.5-pro"},{"kind":"hang"}]})");
  const auto pending = body_of(control("GET", "/_sim/faults"))["faults"];
  ASSERT_EQ(pending.size(), 3U);
  EXPECT_EQ(pending[0]["kind"], "reset");
  EXPECT_EQ(pending[0]["count"], 1);
  EXPECT_EQ(body_of(control("DELETE", "/_sim/faults?kind=hang&model=gemini-2.5-pro"))["faults"].size(), 2U);
  EXPECT_EQ(body_of(control("DELETE", "/_sim/faults?kind=hang"))["faults"].size(), 1U);
  EXPECT_EQ(body_of(control("DELETE", "/_sim/faults"))["faults"].size(), 0U);
}

TEST_F(Control, AddsNoneOfSeveralFaultsWhenOneIsWrong) {
  const auto answer = control("POST", "/_sim/faults", R"({"faults":[{"kind":"reset"},{"kind":"nonsense"}]})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(body_of(answer)["error"]["field"], "kind");
  EXPECT_TRUE(simulator().faults().pending().empty());
}

TEST_F(Control, ReplacesKeysAndForgetsUsageWhenAsked) {
  options.keyring.default_project.limits.rpm = 1;
  constexpr auto keys = R"({"keys":["key-1@p"],"default_project":{"rpm":1}})";
  constexpr auto forgetting = R"({"keys":["key-1@p"],"default_project":{"rpm":1},"reset_usage":true})";
  EXPECT_EQ(generate(user_text("hi")).status, 200);
  EXPECT_EQ(body_of(control("PUT", "/_sim/keys", keys))["keys"], 1);
  EXPECT_EQ(generate(user_text("hi")).status, 429);
  put_keys(forgetting);
  EXPECT_EQ(generate(user_text("hi")).status, 200);
  EXPECT_EQ(generate(user_text("hi"), flash, "key-2").status, 400) << "no longer a key";
}

TEST_F(Control, ShowsAndForgetsStatistics) {
  generate(user_text("hi"));
  const auto stats = body_of(control("GET", "/_sim/stats"));
  EXPECT_EQ(stats["total"], 1);
  EXPECT_EQ(stats["requests"][0], json::parse(R"({"key":"key-1","model":"gemini-2.5-flash","method":"generateContent",
                                                  "status":200,"count":1})"));
  EXPECT_EQ(body_of(control("DELETE", "/_sim/stats"))["total"], 0);
}

TEST_F(Control, RecordsRequestsAsTheyCame) {
  EXPECT_TRUE(body_of(control("GET", "/_sim/requests"))["requests"].empty());
  EXPECT_EQ(control("PUT", "/_sim/options", R"({"record_requests":1})").status, 200);
  const auto request = user_text("hi");
  generate(user_text("earlier"));
  generate(request);
  EXPECT_EQ(body_of(control("GET", "/_sim/requests"))["requests"],
            json::array({{{"key", "key-1"}, {"target", action(flash, "generateContent")}, {"body", request.dump()}}}));
}

TEST_F(Control, SetsOptionsOneByOne) {
  EXPECT_EQ(body_of(control("PUT", "/_sim/options", R"({"pace_ms":5})")),
            json::parse(R"({"pace_ms":5,"chunks":3,"record_requests":0})"));
  EXPECT_EQ(body_of(control("PUT", "/_sim/options", R"({"chunks":7,"record_requests":2})")),
            json::parse(R"({"pace_ms":5,"chunks":7,"record_requests":2})"));
}

TEST_F(Control, MovesTheClockThatQuotasGoBy) {
  options.keyring.default_project.limits.rpm = 1;
  EXPECT_EQ(generate(user_text("hi")).status, 200);
  EXPECT_EQ(generate(user_text("hi")).status, 429);
  EXPECT_EQ(body_of(control("POST", "/_sim/clock", R"({"advance_ms":60000})"))["now"], "2026-11-25T20:01:00.000Z");
  EXPECT_EQ(generate(user_text("hi")).status, 200);
}

struct WrongControl {
  const char* name;
  const char* method;
  const char* target;
  const char* body;
  const char* field;
};

void PrintTo(const WrongControl& c, std::ostream* out) {
  *out << c.name;
}

class WrongControls : public Control, public testing::WithParamInterface<WrongControl> {};

TEST_P(WrongControls, AreRefusedByTheNameOfTheField) {
  const auto answer = control(GetParam().method, GetParam().target, GetParam().body);
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(body_of(answer)["error"]["field"], GetParam().field);
}

INSTANTIATE_TEST_SUITE_P(
    Routes, WrongControls,
    testing::Values(WrongControl{"no_json", "POST", "/_sim/faults", "{", "body"},
                    WrongControl{"no_object", "POST", "/_sim/faults", "[]", "body"},
                    WrongControl{"too_deep", "POST", "/_sim/faults",
                                 R"({"a":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]})", "body"},
                    WrongControl{"faults", "POST", "/_sim/faults", R"({"faults":{}})", "faults"},
                    WrongControl{"kind_to_forget", "DELETE", "/_sim/faults?kind=nonsense", "", "kind"},
                    WrongControl{"keys", "PUT", "/_sim/keys", "{}", "keys"},
                    WrongControl{"pace", "PUT", "/_sim/options", R"({"pace_ms":60001})", "pace_ms"},
                    WrongControl{"chunks", "PUT", "/_sim/options", R"({"chunks":"3"})", "chunks"},
                    WrongControl{"record", "PUT", "/_sim/options", R"({"record_requests":1001})", "record_requests"},
                    WrongControl{"advance", "POST", "/_sim/clock", R"({"advance_ms":-1})", "advance_ms"}),
    name_of_case);

TEST_F(Control, ChangesNoOptionWhenOneIsWrong) {
  EXPECT_EQ(control("PUT", "/_sim/options", R"({"chunks":7,"pace_ms":-1})").status, 400);
  EXPECT_EQ(body_of(control("PUT", "/_sim/options", "{}"))["chunks"], 3);
}

} // namespace
} // namespace geminid::sim::control_test
