#include "actors/policy/refusal.hpp"

#include <gtest/gtest.h>

namespace geminid::refusal_test {
namespace {

using namespace geminid::policy;
using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z");
const Instant midnight = *parse_rfc3339("2026-11-24T08:00:00Z");

struct Case {
  const char* name;
  UpstreamError error;
  Refusal refusal;
  std::optional<Instant> until = std::nullopt;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

UpstreamError error(int http, const char* status, const char* message, std::vector<std::string> reasons = {}) {
  return {http, status, message, std::move(reasons), {}, {}};
}

UpstreamError quota(std::vector<QuotaViolation> violations, std::optional<Duration> delay = std::nullopt) {
  return {429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.", {}, std::move(violations), delay};
}

constexpr auto requests_per_minute = "GenerateRequestsPerMinutePerProjectPerModel-FreeTier";
constexpr auto requests_per_day = "GenerateRequestsPerDayPerProjectPerModel-FreeTier";
constexpr auto tokens_per_minute = "GenerateContentPaidTierInputTokensPerModelPerMinute";

class RefusalTable : public testing::TestWithParam<Case> {};

TEST_P(RefusalTable, IsRead) {
  const auto reading = read_refusal(GetParam().error, noon);
  EXPECT_EQ(to_string(reading.refusal), to_string(GetParam().refusal));
  EXPECT_EQ(reading.until, GetParam().until);
  EXPECT_FALSE(reading.reason.empty());
}

INSTANTIATE_TEST_SUITE_P(
    WireSection7, RefusalTable,
    testing::Values(
        Case{"invalid_by_reason", error(400, "INVALID_ARGUMENT", "", {"API_KEY_INVALID"}), Refusal::key_invalid},
        Case{"invalid_by_text", error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."),
             Refusal::key_invalid},
        Case{"expired", error(400, "INVALID_ARGUMENT", "API key expired. Please renew the API key."),
             Refusal::key_invalid},
        Case{"two_credentials", error(400, "INVALID_ARGUMENT", "Multiple authentication credentials received."),
             Refusal::gateway_fault},
        Case{"signature_missing",
             error(400, "INVALID_ARGUMENT", "Function call is missing a thought_signature in functionCall parts."),
             Refusal::signature_refused},
        Case{"signature_corrupted", error(400, "INVALID_ARGUMENT", "Corrupted thought signature."),
             Refusal::signature_refused},
        Case{"thinking_level", error(400, "INVALID_ARGUMENT", "Thinking level is not supported for this model."),
             Refusal::field_unsupported},
        Case{"thinking_budget",
             error(400, "INVALID_ARGUMENT", "Budget 0 is invalid. This model only works in thinking mode."),
             Refusal::field_unsupported},
        Case{"bad_request", error(400, "INVALID_ARGUMENT", "Invalid JSON payload received. Unknown name \"x\""),
             Refusal::client_fault},
        Case{"too_many_tokens",
             error(400, "INVALID_ARGUMENT", "The input token count (2000000) exceeds the maximum number of tokens"),
             Refusal::client_fault},
        Case{"location", error(400, "FAILED_PRECONDITION", "User location is not supported for the API use."),
             Refusal::location_unsupported},
        Case{"billing", error(400, "FAILED_PRECONDITION", "Billing is disabled for this project."),
             Refusal::key_invalid},
        Case{"unauthenticated", error(401, "UNAUTHENTICATED", "", {"ACCESS_TOKEN_TYPE_UNSUPPORTED"}),
             Refusal::key_suspect},
        Case{"suspended", error(403, "PERMISSION_DENIED", "", {"CONSUMER_SUSPENDED"}), Refusal::key_invalid},
        Case{"leaked", error(403, "PERMISSION_DENIED", "Your API key was reported as leaked."), Refusal::key_invalid},
        Case{"service_blocked", error(403, "PERMISSION_DENIED", "", {"API_KEY_SERVICE_BLOCKED"}), Refusal::key_invalid},
        Case{"address_blocked", error(403, "PERMISSION_DENIED", "", {"API_KEY_IP_ADDRESS_BLOCKED"}),
             Refusal::key_invalid},
        Case{"service_disabled", error(403, "PERMISSION_DENIED", "", {"SERVICE_DISABLED"}), Refusal::key_invalid},
        Case{"foreign_file",
             error(403, "PERMISSION_DENIED", "You do not have permission to access the File abc or it may not exist."),
             Refusal::not_permitted},
        Case{"denied", error(403, "PERMISSION_DENIED", "Your project has been denied access."), Refusal::key_suspect},
        Case{"html_403", error(403, "", ""), Refusal::location_unsupported},
        Case{"model_closed", error(404, "NOT_FOUND", "This model models/x is no longer available to new users."),
             Refusal::model_closed, noon + 24h},
        Case{"model_missing", error(404, "NOT_FOUND", "models/nope is not found for API version v1beta"),
             Refusal::model_missing, noon + 1h},
        Case{"too_large", error(413, "", ""), Refusal::client_fault},
        Case{"minute", quota({{requests_per_minute, "", "", 10}}, 38s), Refusal::minute_limit, noon + 38s},
        Case{"minute_without_delay", quota({{requests_per_minute, "", "", 10}}), Refusal::minute_limit, noon + 60s},
        Case{"minute_with_tiny_delay", quota({{requests_per_minute, "", "", 10}}, 3ms), Refusal::minute_limit,
             noon + 1s},
        Case{"tokens", quota({{tokens_per_minute, "", "", 1'000'000}}, 20s), Refusal::token_limit, noon + 20s},
        Case{"day_whatever_the_delay_says", quota({{requests_per_day, "", "", 20}}, 51s), Refusal::day_limit, midnight},
        Case{"zero_is_no_tier", quota({{requests_per_day, "", "", 0}}, 5s), Refusal::not_in_tier, noon + 24h},
        Case{"longest_of_several",
             quota({{requests_per_minute, "", "", 10}, {requests_per_day, "", "", 20}, {tokens_per_minute, "", "", 5}},
                   5s),
             Refusal::day_limit, midnight},
        Case{"longest_in_any_order", quota({{requests_per_day, "", "", 20}, {requests_per_minute, "", "", 10}}, 5s),
             Refusal::day_limit, midnight},
        Case{"zero_in_text", error(429, "RESOURCE_EXHAUSTED", "Quota exceeded for metric: x, limit: 0, model: y"),
             Refusal::not_in_tier, noon + 24h},
        Case{"zero_in_text_where_the_violation_has_no_value",
             {429,
              "RESOURCE_EXHAUSTED",
              "Quota exceeded for metric: x, limit: 0, model: y",
              {},
              {{requests_per_day, "", "", std::nullopt}},
              5s},
             Refusal::not_in_tier,
             noon + 24h},
        Case{"twenty_is_not_zero",
             error(429, "RESOURCE_EXHAUSTED", "Quota exceeded, limit: 05, model: y. Please retry in 7.2s."),
             Refusal::minute_limit, noon + 7200ms},
        Case{"spend", error(429, "RESOURCE_EXHAUSTED", "You exceeded your spend-based rate limit."),
             Refusal::spend_limit, noon + 10min},
        Case{"prepaid", error(429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted."),
             Refusal::credit_empty, noon + 24h},
        Case{"bare", error(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."),
             Refusal::bare_limit},
        Case{"html_429", error(429, "", ""), Refusal::bare_limit},
        Case{"internal", error(500, "INTERNAL", "An internal error has occurred."), Refusal::server_error},
        Case{"bad_gateway", error(502, "", ""), Refusal::server_error},
        Case{"overloaded", error(503, "UNAVAILABLE", "The model is overloaded."), Refusal::overloaded},
        Case{"deadline", error(504, "DEADLINE_EXCEEDED", "Deadline expired"), Refusal::timeout},
        Case{"status_without_code", error(0, "UNAVAILABLE", "The model is overloaded."), Refusal::overloaded},
        Case{"ok_around_an_error", error(200, "RESOURCE_EXHAUSTED", "Resource has been exhausted"),
             Refusal::bare_limit}),
    [](const auto& of) { return of.param.name; });

TEST(Refusal, NamesTheFieldThatTheModelRefuses) {
  const std::pair<const char*, RefusedField> table[] = {
      {"Function call is missing a thought_signature in functionCall parts.", RefusedField::signatures},
      {"Corrupted thought signature.", RefusedField::signatures},
      {"Thinking level is not supported for this model.", RefusedField::thinking},
      {"Budget 0 is invalid. This model only works in thinking mode.", RefusedField::thinking},
      {"The thinking budget 99999 is invalid. Please choose a value between 128 and 32768.", RefusedField::thinking},
      {"Penalty is not enabled for models/gemini-2.5-flash", RefusedField::penalties},
      {"Logprobs is not enabled for models/gemini-3.8-flash", RefusedField::logprobs},
      {"Multiple candidates is not enabled for this model", RefusedField::candidate_count},
      {"Only one candidate can be specified in the candidateCount", RefusedField::candidate_count},
  };
  for (const auto& [message, field] : table)
    EXPECT_EQ(read_refusal(error(400, "INVALID_ARGUMENT", message), noon).field, field) << message;
  EXPECT_EQ(read_refusal(error(400, "INVALID_ARGUMENT", "Invalid value"), noon).field, std::nullopt);
}

TEST(Refusal, FindsTheFieldInTheViolationsWhereTheMessageDoesNotNameIt) {
  auto refused = error(400, "INVALID_ARGUMENT", "Ungültiges Argument.");
  refused.fields = {"generation_config.thinking_config: not supported"};
  EXPECT_EQ(read_refusal(refused, noon).field, RefusedField::thinking);
}

TEST(Refusal, LearnsEveryLimitThatGoogleNames) {
  const auto reading = read_refusal(
      quota({{requests_per_day, "", "", 20}, {requests_per_minute, "", "", 10}, {tokens_per_minute, "", "", 250'000}}),
      noon);
  EXPECT_EQ(reading.learned, (LearnedLimits{10, 250'000, 20}));
}

TEST(Refusal, TellsUnderWhichNameGoogleCounts) {
  const auto named = [](std::string model) {
    return read_refusal(quota({{requests_per_minute, "", std::move(model), 10}, {requests_per_day, "", "", 20}}), noon)
        .family;
  };
  EXPECT_EQ(named("gemini-3-flash"), "gemini-3-flash");
  EXPECT_EQ(named(""), "");
  EXPECT_EQ(named("a name/that is none"), "");
  EXPECT_EQ(named(std::string(1000, 'a')), "");
}

TEST(Refusal, OfASuspendedProjectIsOfAllItsKeys) {
  auto suspended = error(403, "PERMISSION_DENIED", "Permission denied");
  suspended.reasons = {"CONSUMER_SUSPENDED"};
  EXPECT_TRUE(read_refusal(suspended, noon).of_project);
  EXPECT_FALSE(read_refusal(error(403, "PERMISSION_DENIED", "reported as leaked"), noon).of_project);
}

TEST(Refusal, BlamesAtMostOneOfKeyAndQuota) {
  for (int i = 0; i <= static_cast<int>(Refusal::gateway_fault); ++i) {
    const auto refusal = static_cast<Refusal>(i);
    EXPECT_FALSE(blames_key(refusal) && blames_quota(refusal)) << to_string(refusal);
  }
  EXPECT_FALSE(blames_key(Refusal::overloaded) || blames_quota(Refusal::overloaded));
  EXPECT_FALSE(blames_key(Refusal::client_fault) || blames_quota(Refusal::client_fault));
}

} // namespace
} // namespace geminid::refusal_test
