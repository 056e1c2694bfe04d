#include "tests/gemini_sim/sim_cases.hpp"
#include "tools/gemini_sim/named_errors.hpp"

#include <set>

namespace geminid::sim::named_errors_test {
namespace {

using Json = nlohmann::ordered_json;
using testing::StartsWith;

struct WholeBody {
  const char* name;
  int status;
  /// As gemini-wire.md has it, on one line.
  const char* body;
};

void PrintTo(const WholeBody& c, std::ostream* out) {
  *out << c.name;
}

class AppendixA6 : public testing::TestWithParam<WholeBody> {};

TEST_P(AppendixA6, IsAnsweredByteByByte) {
  const auto answer = named_error(GetParam().name, {});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, GetParam().status);
  EXPECT_EQ(answer->content_type, "application/json; charset=UTF-8");
  EXPECT_EQ(answer->body, Json::parse(GetParam().body).dump(2) + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    Wire, AppendixA6,
    testing::Values(
        WholeBody{"api_key_invalid", 400,
                  R"({"error":{"code":400,"message":"API key not valid. Please pass a valid API key.",)"
                  R"("status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo",)"
                  R"("reason":"API_KEY_INVALID","domain":"googleapis.com",)"
                  R"("metadata":{"service":"generativelanguage.googleapis.com"}}]}})"},
        WholeBody{"location", 400,
                  R"({"error":{"code":400,"message":"User location is not supported for the API use.",)"
                  R"("status":"FAILED_PRECONDITION"}})"},
        WholeBody{"suspended", 403,
                  R"({"error":{"code":403,)"
                  R"("message":"Permission denied: Consumer 'api_key:AIzaFAKE' has been suspended.",)"
                  R"("status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo",)"
                  R"("reason":"CONSUMER_SUSPENDED","domain":"googleapis.com","metadata":{"consumer":"projects/123",)"
                  R"("service":"generativelanguage.googleapis.com","containerInfo":"api_key:AIzaFAKE"}}]}})"},
        WholeBody{"leaked", 403,
                  R"({"error":{"code":403,)"
                  R"("message":"Your API key was reported as leaked. Please use another API key.",)"
                  R"("status":"PERMISSION_DENIED"}})"},
        WholeBody{"prepaid", 429,
                  R"({"error":{"code":429,"message":"Your prepayment credits are depleted.",)"
                  R"("status":"RESOURCE_EXHAUSTED"}})"},
        WholeBody{"bare429", 429,
                  R"({"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).",)"
                  R"("status":"RESOURCE_EXHAUSTED"}})"},
        WholeBody{"overloaded", 503,
                  R"({"error":{"code":503,"message":"The model is overloaded. Please try again later.",)"
                  R"("status":"UNAVAILABLE"}})"},
        WholeBody{"high_demand", 503,
                  R"({"error":{"code":503,"message":"This model is currently experiencing high demand.",)"
                  R"("status":"UNAVAILABLE"}})"},
        WholeBody{"deadline", 504,
                  R"({"error":{"code":504,"message":"Deadline expired before operation could complete.",)"
                  R"("status":"DEADLINE_EXCEEDED"}})"},
        WholeBody{"corrupted_signature", 400,
                  R"({"error":{"code":400,"message":"Corrupted thought signature.","status":"INVALID_ARGUMENT"}})"}),
    name_of_case);

struct PartOfBody {
  const char* name;
  int status;
  const char* rpc_status;
  /// Part of the message.
  const char* message;
  /// Of the first ErrorInfo; empty: there are no details.
  const char* reason = "";
};

void PrintTo(const PartOfBody& c, std::ostream* out) {
  *out << c.name;
}

class Section7 : public testing::TestWithParam<PartOfBody> {};

TEST_P(Section7, IsRecognisableByStatusTextAndReason) {
  const auto& expected = GetParam();
  const auto answer = named_error(expected.name, {.model = "nope"});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, expected.status);
  const auto error = Json::parse(answer->body)["error"];
  EXPECT_EQ(error["code"], expected.status);
  EXPECT_EQ(error["status"], expected.rpc_status);
  EXPECT_THAT(error["message"].get<std::string>(), HasSubstr(expected.message));
  EXPECT_EQ(error.contains("details"), *expected.reason != '\0');
  if (error.contains("details")) {
    EXPECT_EQ(error["details"][0]["reason"], expected.reason);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Wire, Section7,
    testing::Values(
        PartOfBody{"api_key_not_found", 400, "INVALID_ARGUMENT", "API Key not found", "API_KEY_INVALID"},
        PartOfBody{"api_key_expired", 400, "INVALID_ARGUMENT", "API key expired", "API_KEY_INVALID"},
        PartOfBody{"billing_disabled", 400, "FAILED_PRECONDITION", "billing"},
        PartOfBody{"multiple_credentials", 400, "INVALID_ARGUMENT", "Multiple authentication credentials received"},
        PartOfBody{"missing_signature", 400, "INVALID_ARGUMENT",
                   "is missing a thought_signature in functionCall parts"},
        PartOfBody{"thinking_level", 400, "INVALID_ARGUMENT", "Thinking level is not supported for this model."},
        PartOfBody{"thinking_budget", 400, "INVALID_ARGUMENT",
                   "Budget 0 is invalid. This model only works in thinking mode."},
        PartOfBody{"penalty", 400, "INVALID_ARGUMENT", "Penalty is not enabled for models/nope"},
        PartOfBody{"logprobs", 400, "INVALID_ARGUMENT", "Logprobs is not enabled for models/nope"},
        PartOfBody{"candidates", 400, "INVALID_ARGUMENT", "Multiple candidates is not enabled for models/nope"},
        PartOfBody{"too_many_tokens", 400, "INVALID_ARGUMENT", "exceeds the maximum number of tokens allowed"},
        PartOfBody{"unauthenticated", 401, "UNAUTHENTICATED", "invalid authentication credentials",
                   "ACCESS_TOKEN_TYPE_UNSUPPORTED"},
        PartOfBody{"credentials_missing", 401, "UNAUTHENTICATED", "API keys are not supported", "CREDENTIALS_MISSING"},
        PartOfBody{"service_blocked", 403, "PERMISSION_DENIED", "are blocked", "API_KEY_SERVICE_BLOCKED"},
        PartOfBody{"service_disabled", 403, "PERMISSION_DENIED", "is disabled", "SERVICE_DISABLED"},
        PartOfBody{"ip_blocked", 403, "PERMISSION_DENIED", "IP address restriction", "API_KEY_IP_ADDRESS_BLOCKED"},
        PartOfBody{"referrer_blocked", 403, "PERMISSION_DENIED", "referer <empty>", "API_KEY_HTTP_REFERRER_BLOCKED"},
        PartOfBody{"file_denied", 403, "PERMISSION_DENIED", "You do not have permission to access the File"},
        PartOfBody{"cache_denied", 403, "PERMISSION_DENIED", "CachedContent not found (or permission denied)"},
        PartOfBody{"project_denied", 403, "PERMISSION_DENIED", "project has been denied access"},
        PartOfBody{"not_found", 404, "NOT_FOUND",
                   "models/nope is not found for API version v1beta, or is not supported for generateContent."},
        PartOfBody{"no_longer_available", 404, "NOT_FOUND", "models/nope is no longer available to new users."},
        PartOfBody{"aborted", 409, "ABORTED", "aborted"},
        PartOfBody{"spend", 429, "RESOURCE_EXHAUSTED", "You exceeded your spend-based rate limit."},
        PartOfBody{"spending_cap", 429, "RESOURCE_EXHAUSTED", "spending cap"},
        PartOfBody{"internal", 500, "INTERNAL", "An internal error has occurred."},
        PartOfBody{"unknown", 500, "UNKNOWN", "Unknown error."}),
    name_of_case);

struct QuotaBody {
  const char* name;
  std::vector<const char*> ids;
  /// nullptr: left out.
  const char* first_value;
  const char* retry_delay;
};

void PrintTo(const QuotaBody& c, std::ostream* out) {
  *out << c.name;
}

class QuotaBodies : public testing::TestWithParam<QuotaBody> {};

TEST_P(QuotaBodies, NameTheLimitsAndTheFamily) {
  const auto answer =
      named_error(GetParam().name, {.model = "gemini-3-flash-preview", .quota_model = "gemini-3-flash"});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 429);
  const auto error = Json::parse(answer->body)["error"];
  EXPECT_EQ(error["status"], "RESOURCE_EXHAUSTED");
  const auto& violations = error["details"][1]["violations"];
  ASSERT_EQ(violations.size(), GetParam().ids.size());
  for (std::size_t i = 0; i < violations.size(); ++i) {
    EXPECT_EQ(violations[i]["quotaId"], GetParam().ids[i]);
    EXPECT_EQ(violations[i]["quotaDimensions"]["model"], "gemini-3-flash");
  }
  if (GetParam().first_value != nullptr) {
    EXPECT_EQ(violations[0]["quotaValue"], GetParam().first_value);
  } else {
    EXPECT_THAT(error["message"].get<std::string>(), HasSubstr("limit: 0, model: gemini-3-flash"));
  }
  EXPECT_EQ(error["details"][2]["retryDelay"], GetParam().retry_delay);
}

constexpr auto per_minute = "GenerateRequestsPerMinutePerProjectPerModel-FreeTier";
constexpr auto per_day = "GenerateRequestsPerDayPerProjectPerModel-FreeTier";

INSTANTIATE_TEST_SUITE_P(Wire, QuotaBodies,
                         testing::Values(QuotaBody{"per_minute", {per_minute}, "10", "38s"},
                                         QuotaBody{"per_day", {per_day}, "20", "51s"},
                                         QuotaBody{"per_minute_and_day", {per_day, per_minute}, "20", "51s"},
                                         QuotaBody{"zero", {per_day}, nullptr, "5s"},
                                         QuotaBody{"tokens_per_minute",
                                                   {"GenerateContentPaidTierInputTokensPerModelPerMinute"},
                                                   "1000000",
                                                   "20s"}),
                         name_of_case);

TEST(NamedErrors, AreFilledWithWhatTheRequestWas) {
  const ErrorContext context{.method = "streamGenerateContent", .version = "v1alpha", .key = "AIzaReal"};
  EXPECT_THAT(named_error("suspended", context)->body, HasSubstr("Consumer 'api_key:AIzaReal' has been suspended."));
  EXPECT_THAT(named_error("not_found", context)->body, HasSubstr("for API version v1alpha, or is not supported for "
                                                                 "streamGenerateContent."));
  EXPECT_THAT(named_error("unauthenticated", context)->body,
              HasSubstr("google.ai.generativelanguage.v1alpha.GenerativeService.StreamGenerateContent"));
}

TEST(NamedErrors, HavePagesThatAreNoJson) {
  for (const auto& [name, status] :
       {std::pair{"html_403", 403}, {"html_413", 413}, {"html_429", 429}, {"html_502", 502}}) {
    const auto answer = named_error(name, {});
    ASSERT_TRUE(answer) << name;
    EXPECT_EQ(answer->status, status);
    EXPECT_EQ(answer->content_type, "text/html; charset=UTF-8");
    EXPECT_THAT(answer->body, StartsWith("<"));
  }
}

TEST(NamedErrors, AreListedOnceAndKnownByNoOtherName) {
  const std::set<std::string_view> names{error_names().begin(), error_names().end()};
  EXPECT_EQ(names.size(), error_names().size());
  for (const auto name : names)
    EXPECT_TRUE(named_error(name, {})) << name;
  EXPECT_FALSE(named_error("nonsense", {}));
  EXPECT_FALSE(named_error("", {}));
}

} // namespace
} // namespace geminid::sim::named_errors_test
