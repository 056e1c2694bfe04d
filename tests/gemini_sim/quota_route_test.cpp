// Quotas and projects over HTTP, steered through PUT /_sim/keys and the test's clock.
#include "tests/gemini_sim/sim_fixture.hpp"

namespace geminid::sim::quota_route_test {
namespace {

using namespace std::chrono_literals;

class QuotaRoute : public SimTest {
protected:
  int status(std::string_view key = "key-1", std::string_view model_id = flash) {
    return generate(user_text("hi"), model_id, key).status;
  }
  json violations_of(std::string_view key = "key-1", std::string_view model_id = flash) {
    const auto answer = generate(user_text("hi"), model_id, key);
    EXPECT_EQ(answer.status, 429);
    return answer.status == 429 ? body_of(answer)["error"]["details"][1]["violations"] : json::array();
  }
};

TEST_F(QuotaRoute, CountsTheKeysOfOneProjectTogether) {
  options.keyring.default_project.limits.rpm = 2;
  EXPECT_EQ(status("key-1"), 200);
  EXPECT_EQ(status("key-2"), 200);
  EXPECT_EQ(status("key-1"), 429);
  EXPECT_EQ(status("key-3"), 200) << "of another project";
  EXPECT_EQ(status("key-1", "gemini-2.5-pro"), 200) << "another model";
}

TEST_F(QuotaRoute, LetsTheMinutePass) {
  options.keyring.default_project.limits.rpm = 1;
  EXPECT_EQ(status(), 200);
  now += 22s;
  const auto answer = generate(user_text("hi"));
  EXPECT_EQ(answer.status, 429);
  const auto error = body_of(answer)["error"];
  EXPECT_EQ(error["status"], "RESOURCE_EXHAUSTED");
  EXPECT_EQ(error["details"][1]["violations"][0]["quotaId"], "GenerateRequestsPerMinutePerProjectPerModel-FreeTier");
  EXPECT_EQ(error["details"][1]["violations"][0]["quotaValue"], "1");
  EXPECT_EQ(error["details"][2]["retryDelay"], "38s");
  now += 38s;
  EXPECT_EQ(status(), 200);
}

TEST_F(QuotaRoute, LetsTheDayPassAtMidnightOfLosAngeles) {
  options.keyring.default_project.limits.rpd = 1;
  now = *parse_rfc3339("2026-11-25T23:59:00-08:00");
  EXPECT_EQ(status(), 200);
  now += 59s;
  EXPECT_EQ(status(), 429);
  now += 1s;
  EXPECT_EQ(status(), 200);
}

TEST_F(QuotaRoute, CountsInputTokens) {
  options.keyring.default_project.limits.tpm = 10;
  EXPECT_EQ(generate(user_text(std::string(40, 'x'))).status, 200);
  EXPECT_EQ(violations_of()[0]["quotaId"], "GenerateContentInputTokensPerModelPerMinute-FreeTier");
}

TEST_F(QuotaRoute, NamesTheMinuteAndTheDayInOneRefusal) {
  options.keyring.default_project.limits = {.rpm = 1, .tpm = {}, .rpd = 1};
  EXPECT_EQ(status(), 200);
  const auto violations = violations_of();
  ASSERT_EQ(violations.size(), 2U);
  EXPECT_EQ(violations[0]["quotaId"], "GenerateRequestsPerDayPerProjectPerModel-FreeTier");
  EXPECT_EQ(violations[1]["quotaId"], "GenerateRequestsPerMinutePerProjectPerModel-FreeTier");
}

TEST_F(QuotaRoute, CountsAliasesInOneBucketUnderTheFamilysName) {
  put_keys(R"({"keys":["key-1"],"default_project":{"rpm":1}})");
  EXPECT_EQ(status("key-1", "gemini-3.8-flash"), 200);
  EXPECT_EQ(violations_of("key-1", "gemini-flash-latest")[0]["quotaDimensions"]["model"], "gemini-3.8-flash");
  EXPECT_EQ(status("key-1", "gemini-3-flash-preview"), 200);
  EXPECT_EQ(violations_of("key-1", "gemini-3-flash-preview")[0]["quotaDimensions"]["model"], "gemini-3-flash");
}

TEST_F(QuotaRoute, CountsNeitherRefusedRequestsNorCountedTokens) {
  options.keyring.default_project.limits.rpm = 1;
  EXPECT_EQ(generate(json::object()).status, 400);
  EXPECT_EQ(ask(request_text("POST", action(flash, "countTokens"), key_header("key-1"), user_text("hi").dump())).status,
            200);
  EXPECT_EQ(status(), 200);
  EXPECT_EQ(simulator().keyring().requests_today("p", model(flash), now), 1);
}

TEST_F(QuotaRoute, GivesAModelALimitOfZeroInOneProject) {
  put_keys(R"({"keys":["key-1@new","key-3@old"],"projects":{"new":{"models":{"gemini-3.1-pro-preview":{"rpd":0}}},
              "old":{"tier":"paid"}}})");
  const auto answer = generate(user_text("hi"), "gemini-3.1-pro-preview");
  EXPECT_EQ(answer.status, 429);
  EXPECT_THAT(message_of(answer), HasSubstr("limit: 0, model: gemini-3.1-pro\nPlease retry in 5s."));
  EXPECT_EQ(body_of(answer)["error"]["details"][2]["retryDelay"], "5s");
  EXPECT_EQ(status("key-3", "gemini-3.1-pro-preview"), 200);
}

TEST_F(QuotaRoute, ClosesAModelToNewProjectsOnly) {
  put_keys(R"({"keys":["key-1@new","key-3@old"],"projects":{"new":{"retired_models":["gemini-2.5-flash"]}}})");
  const auto answer = generate(user_text("hi"));
  EXPECT_EQ(answer.status, 404);
  EXPECT_THAT(message_of(answer), HasSubstr("This model models/gemini-2.5-flash is no longer available to new users."));
  EXPECT_EQ(status("key-1", "gemini-2.5-pro"), 200);
  EXPECT_EQ(status("key-3"), 200);
}

TEST_F(QuotaRoute, RefusesAllRequestsOfAProjectThatGoogleHoldsBack) {
  for (const auto& [name, expected, part] : {std::tuple{"spend", 429, "You exceeded your spend-based rate limit."},
                                             {"prepaid", 429, "Your prepayment credits are depleted."},
                                             {"location", 400, "User location is not supported for the API use."}}) {
    put_keys(R"({"keys":["key-1@held","key-3"],"projects":{"held":{"refusal":")" + std::string{name} + R"("}}})");
    const auto answer = generate(user_text("hi"));
    EXPECT_EQ(answer.status, expected) << name;
    EXPECT_THAT(message_of(answer), HasSubstr(part));
    EXPECT_FALSE(body_of(answer)["error"].contains("details"));
    EXPECT_EQ(status("key-1", "gemini-2.5-pro"), expected);
    EXPECT_EQ(status("key-3"), 200);
  }
}

TEST_F(QuotaRoute, WrapsTheRefusalOfAStreamInArrayForm) {
  options.keyring.default_project.limits.rpm = 0;
  const auto array = stream(user_text("hi"), flash, "");
  EXPECT_EQ(array.status, 429);
  EXPECT_EQ(body_of(array)[0]["error"]["code"], 429);
  EXPECT_EQ(body_of(stream(user_text("hi")))["error"]["code"], 429) << "with alt=sse it is no list";
}

} // namespace
} // namespace geminid::sim::quota_route_test
