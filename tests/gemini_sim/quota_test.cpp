#include "tests/gemini_sim/sim_cases.hpp"
#include "tools/gemini_sim/quota.hpp"

namespace geminid::sim::quota_test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

const Instant noon = *parse_rfc3339("2026-11-25T12:00:00-08:00");

constexpr auto day_id = "GenerateRequestsPerDayPerProjectPerModel-FreeTier";
constexpr auto minute_id = "GenerateRequestsPerMinutePerProjectPerModel-FreeTier";
constexpr auto tokens_id = "GenerateContentInputTokensPerModelPerMinute-FreeTier";

std::vector<std::string> ids(const std::optional<ApiError>& error) {
  std::vector<std::string> out;
  if (error)
    for (const auto& violation : error->details[1]["violations"])
      out.push_back(violation["quotaId"]);
  return out;
}

std::string retry_delay(const std::optional<ApiError>& error) {
  return error ? error->details[2]["retryDelay"].get<std::string>() : "";
}

struct MidnightCase {
  const char* name;
  const char* now;
  const char* midnight;
};

void PrintTo(const MidnightCase& c, std::ostream* out) {
  *out << c.name;
}

class PacificMidnight : public testing::TestWithParam<MidnightCase> {};

TEST_P(PacificMidnight, FollowsTheClocksOfLosAngeles) {
  EXPECT_EQ(to_rfc3339(next_pacific_midnight(*parse_rfc3339(GetParam().now))),
            to_rfc3339(*parse_rfc3339(GetParam().midnight)));
}

INSTANTIATE_TEST_SUITE_P(
    Days, PacificMidnight,
    testing::Values(MidnightCase{"winter", "2026-11-25T12:00:00-08:00", "2026-11-26T00:00:00-08:00"},
                    MidnightCase{"summer", "2026-07-01T23:59:59-07:00", "2026-07-02T00:00:00-07:00"},
                    MidnightCase{"at_midnight", "2026-07-02T00:00:00-07:00", "2026-07-03T00:00:00-07:00"},
                    MidnightCase{"new_year", "2026-12-31T20:00:00-08:00", "2027-01-01T00:00:00-08:00"},
                    MidnightCase{"day_of_23_hours", "2026-03-08T00:30:00-08:00", "2026-03-09T00:00:00-07:00"},
                    MidnightCase{"night_before_summer", "2026-03-07T23:00:00-08:00", "2026-03-08T00:00:00-08:00"},
                    MidnightCase{"day_of_25_hours", "2026-11-01T00:30:00-07:00", "2026-11-02T00:00:00-08:00"}),
    name_of_case);

/// One project's use of one model on the free tier.
class QuotaTest : public testing::Test {
protected:
  std::optional<ApiError> ask(std::int64_t tokens = 1) { return window.admit(limits, tier, "gemini-x", tokens, now); }

  QuotaLimits limits;
  Tier tier = Tier::free;
  QuotaWindow window;
  Instant now = noon;
};

TEST_F(QuotaTest, AdmitsEverythingWithoutLimits) {
  for (int i = 0; i < 1'000; ++i)
    EXPECT_FALSE(ask(1'000'000));
  EXPECT_EQ(window.requests_in_minute(now), 1'000);
  EXPECT_EQ(window.requests_today(now), 1'000);
}

TEST_F(QuotaTest, LimitsTheRequestsOfAMinuteThatSlides) {
  limits.rpm = 2;
  EXPECT_FALSE(ask());
  now += 20s;
  EXPECT_FALSE(ask());
  now += 10s;
  const auto refused = ask();
  EXPECT_THAT(ids(refused), ElementsAre(minute_id));
  EXPECT_EQ(retry_delay(refused), "30s");
  EXPECT_THAT(refused->message, HasSubstr("limit: 2, model: gemini-x\nPlease retry in 30s."));
  now += 30s;
  EXPECT_FALSE(ask());
  EXPECT_TRUE(ask()) << "the second request is still in the minute";
}

TEST_F(QuotaTest, LimitsTheInputTokensOfAMinute) {
  limits.tpm = 100;
  EXPECT_FALSE(ask(60));
  now += 15s;
  const auto refused = ask(41);
  EXPECT_THAT(ids(refused), ElementsAre(tokens_id));
  EXPECT_EQ(retry_delay(refused), "45s");
  EXPECT_FALSE(ask(40)) << "what is refused is not counted";
  EXPECT_EQ(window.tokens_in_minute(now), 100);
  EXPECT_TRUE(ask(101)) << "more than the limit never fits";
}

TEST_F(QuotaTest, LimitsTheRequestsOfAPacificDayAndNamesADelayThatMisleads) {
  limits.rpd = 1;
  EXPECT_FALSE(ask());
  const auto refused = ask();
  EXPECT_THAT(ids(refused), ElementsAre(day_id));
  EXPECT_EQ(retry_delay(refused), "51s");
  now += 52s;
  EXPECT_TRUE(ask());
  now = next_pacific_midnight(now) - 1ms;
  EXPECT_TRUE(ask());
  now += 1ms;
  EXPECT_EQ(window.requests_today(now), 0);
  EXPECT_FALSE(ask());
}

TEST_F(QuotaTest, NamesAllLimitsThatAreExceeded) {
  limits = {.rpm = 1, .tpm = 10, .rpd = 1};
  EXPECT_FALSE(ask(10));
  const auto refused = ask(1);
  EXPECT_THAT(ids(refused), ElementsAre(day_id, minute_id, tokens_id));
  EXPECT_EQ(retry_delay(refused), "60s") << "the longest";
}

TEST_F(QuotaTest, RefusesAllOfALimitOfZeroWithFiveSeconds) {
  limits = {.rpm = 0, .tpm = 0, .rpd = 0};
  const auto refused = ask();
  EXPECT_THAT(ids(refused), ElementsAre(day_id, minute_id, tokens_id));
  EXPECT_EQ(retry_delay(refused), "5s");
  EXPECT_THAT(refused->message, HasSubstr("limit: 0, model: gemini-x"));
}

TEST_F(QuotaTest, NamesThePaidTiersLimitsByTheirOwnNames) {
  tier = Tier::paid;
  limits = {.rpm = 0, .tpm = 0, .rpd = 0};
  const auto refused = ask();
  EXPECT_THAT(ids(refused),
              ElementsAre("GenerateRequestsPerDayPerProjectPerModel", "GenerateRequestsPerMinutePerProjectPerModel",
                          "GenerateContentPaidTierInputTokensPerModelPerMinute"));
  for (const auto* metric : {"generate_requests_per_model_per_day", "generate_requests_per_model,",
                             "generate_content_paid_tier_input_token_count"})
    EXPECT_THAT(refused->message, HasSubstr(metric));
}

TEST_F(QuotaTest, CountsABurstExactly) {
  limits.rpm = 2'000;
  for (int i = 0; i < 2'000; ++i, now += 10ms)
    EXPECT_FALSE(ask()) << i;
  EXPECT_TRUE(ask());
  now = noon + 1min + 20s + 100ms;
  EXPECT_EQ(window.requests_in_minute(now), 0);
}

} // namespace
} // namespace geminid::sim::quota_test
