#include "tools/gemini_sim/errors.hpp"

#include <gtest/gtest.h>

namespace geminid::sim::errors_test {
namespace {

using Json = nlohmann::ordered_json;

// gemini-wire.md, appendix A4, (b).
TEST(ApiError, IsPrintedAsGooglesFrontEndDoes) {
  const ApiError overloaded{503, "UNAVAILABLE", "The model is overloaded. Please try again later."};
  EXPECT_EQ(overloaded.body(), "{\n  \"error\": {\n    \"code\": 503,\n    \"message\": \"The model is overloaded. "
                               "Please try again later.\",\n    \"status\": \"UNAVAILABLE\"\n  }\n}\n");
  const auto answer = to_answer(overloaded);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.content_type, "application/json; charset=UTF-8");
}

TEST(ApiError, SurvivesATextThatIsNoUtf8) {
  const auto body = invalid_argument("Unknown name \"\xff\"").body();
  EXPECT_EQ(Json::parse(body)["error"]["message"], "Unknown name \"\xEF\xBF\xBD\"");
}

TEST(BadFields, NamesEachFieldInTheDetailsAndALineEachInTheMessage) {
  const auto error = bad_fields({{"generation_config", "first"}, {"", "second"}});
  EXPECT_EQ(error.message, "first\nsecond");
  EXPECT_EQ(error.details, Json::parse(R"([{"@type":"type.googleapis.com/google.rpc.BadRequest",
      "fieldViolations":[{"field":"generation_config","description":"first"},{"description":"second"}]}])"));
}

TEST(MissingSignature, NamesTheFunctionAndItsPlace) {
  const auto message = missing_signature("get_weather", 2).message;
  EXPECT_TRUE(message.starts_with("Function call is missing a thought_signature in functionCall parts."));
  EXPECT_NE(message.find("`default_api:get_weather` , position 2."), std::string::npos);
}

// gemini-wire.md, section 6: the real case.
TEST(QuotaExceeded, IsTheRealBody) {
  const auto error =
      quota_exceeded({{"generate_content_free_tier_requests", "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
                       "gemini-2.5-flash-lite", 20}},
                     std::chrono::nanoseconds{51'606'482'386});
  EXPECT_EQ(error.code, 429);
  EXPECT_EQ(error.status, "RESOURCE_EXHAUSTED");
  EXPECT_TRUE(error.message.starts_with("You exceeded your current quota"));
  EXPECT_TRUE(error.message.ends_with("\n* Quota exceeded for metric: generativelanguage.googleapis.com/"
                                      "generate_content_free_tier_requests, limit: 20, model: gemini-2.5-flash-lite\n"
                                      "Please retry in 51.606482386s."));
  ASSERT_EQ(error.details.size(), 3U);
  EXPECT_EQ(error.details[0]["@type"], "type.googleapis.com/google.rpc.Help");
  EXPECT_EQ(error.details[1].dump(),
            R"({"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{)"
            R"("quotaMetric":"generativelanguage.googleapis.com/generate_content_free_tier_requests",)"
            R"("quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier",)"
            R"("quotaDimensions":{"location":"global","model":"gemini-2.5-flash-lite"},"quotaValue":"20"}]})");
  EXPECT_EQ(error.details[2].dump(), R"({"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"51s"})");
}

TEST(QuotaExceeded, NamesSeveralLimitsInOneRefusal) {
  const auto error = quota_exceeded({{"a", "PerDay", "m", 20}, {"b", "PerMinute", "m", 10}}, std::chrono::seconds{38});
  EXPECT_NE(error.message.find("/a, limit: 20, model: m\n* Quota exceeded for metric: "), std::string::npos);
  EXPECT_TRUE(error.message.ends_with("/b, limit: 10, model: m\nPlease retry in 38s."));
  EXPECT_EQ(error.details[1]["violations"].size(), 2U);
}

TEST(QuotaExceeded, LeavesALimitOfZeroToTheMessage) {
  const auto error = quota_exceeded({{"a", "PerDay", "gemini-3.1-pro", 0}}, std::chrono::milliseconds{5'250});
  EXPECT_NE(error.message.find("limit: 0, model: gemini-3.1-pro\nPlease retry in 5.25s."), std::string::npos);
  EXPECT_FALSE(error.details[1]["violations"][0].contains("quotaValue"));
  EXPECT_EQ(error.details[2]["retryDelay"], "5s");
}

} // namespace
} // namespace geminid::sim::errors_test
