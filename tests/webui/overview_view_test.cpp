// The pool, the models' quotas and what needs attention, as the Overview says them.
#include "webui/view/attention_view.hpp"
#include "webui/view/model_quota_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::webui::overview_view_test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Instant noon_utc{std::chrono::sys_days{std::chrono::year{2026} / 11 / 27} + std::chrono::hours{12}};

dto::ModelListing model(std::string id, std::int64_t used_today) {
  dto::ModelListing made;
  made.id = std::move(id);
  made.totals.keys = 4;
  made.totals.projects = 4;
  made.totals.rpd.used = used_today;
  return made;
}

std::vector<std::string> texts(const std::vector<Attention>& list) {
  std::vector<std::string> all;
  for (const auto& item : list)
    all.push_back(item.text);
  return all;
}

TEST(PoolView, CountsEachStateThoseWithoutKeysToo) {
  const auto states = count_states({{"healthy", 3}, {"invalid", 1}, {"unheard_of", 9}});
  ASSERT_EQ(states.size(), unknown_key_group);
  EXPECT_EQ(states[0].count, 3);
  EXPECT_EQ(states[1].count, 0);
  EXPECT_EQ(states[4].wire, "invalid");
  EXPECT_EQ(states[4].count, 1);
}

TEST(PoolView, ColoursTheUseOfAKeyByItsStateAndNamesItAsTheAdminDid) {
  dto::Key key;
  key.id = "key_1";
  key.name = "first";
  key.state = dto::KeyState::cooling_down;
  dto::StatsRow known{"key_1", {}};
  known.counters.attempts = 7;
  const auto uses = make_key_use({known, {"key_gone", {}}, {"", {}}}, known_keys({key}), Language::chinese);
  ASSERT_EQ(uses.size(), 3U);
  EXPECT_EQ(uses[0].name, "first");
  EXPECT_EQ(uses[0].group, 2U);
  EXPECT_EQ(uses[0].requests, 7);
  EXPECT_EQ(uses[1].name, "key_gone");
  EXPECT_EQ(uses[1].group, unknown_key_group);
  EXPECT_EQ(uses[2].name, "其他密钥");
}

TEST(ModelQuotas, SayKeysTimesLimitAndWhatIsLeft) {
  auto listing = model("gemini-2.5-flash", 100);
  listing.totals.rpm = {2, 40, 38, 4, 0, 0, noon_utc + 31s};
  listing.totals.rpd.known_limit = 1'000;
  listing.totals.rpd.remaining = 900;
  listing.totals.rpd.limited = 4;
  const auto quotas = make_model_quotas({listing}, noon_utc, Locale{}, 8);
  ASSERT_EQ(quotas.models.size(), 1U);
  const auto& shown = quotas.models.front();
  EXPECT_EQ(shown.pool, "4 keys × 10 RPM · 250 RPD");
  EXPECT_EQ(shown.gauges[0].left, "38 left of 40");
  EXPECT_EQ(shown.gauges[0].reset, "free in 31 s");
  EXPECT_EQ(shown.gauges[1].note, "limit unknown");
  EXPECT_FALSE(shown.gauges[1].fraction.has_value());
  EXPECT_NEAR(shown.gauges[2].fraction.value_or(0), 0.1, 1e-9);
}

TEST(ModelQuotas, AreRedWhenNothingIsLeft) {
  auto listing = model("m", 40);
  listing.totals.rpd = {40, 40, 0, 4, 0, 0, std::nullopt};
  const auto quotas = make_model_quotas({listing}, noon_utc, Locale{}, 8);
  EXPECT_EQ(quotas.models.front().gauges[2].tone, Tone::bad);
}

TEST(ModelQuotas, SayOfHowManyProjectsALimitIsKnown) {
  auto listing = model("m", 1);
  listing.totals.rpm = {1, 10, 9, 1, 0, 3, std::nullopt};
  EXPECT_EQ(make_model_quotas({listing}, noon_utc, Locale{}, 8).models.front().gauges[0].note, "1 of 4 known");
}

TEST(ModelQuotas, ShowTheMostUsedFirstAndCountTheRest) {
  const auto quotas = make_model_quotas({model("a", 1), model("b", 5), model("c", 3)}, noon_utc, Locale{}, 2);
  ASSERT_EQ(quotas.models.size(), 2U);
  EXPECT_EQ(quotas.models[0].id, "b");
  EXPECT_EQ(quotas.models[1].id, "c");
  EXPECT_EQ(quotas.left_out, 1U);
}

// Midnight in Los Angeles is at 08:00 UTC in winter.
TEST(ModelQuotas, CountDownToMidnightPacific) {
  const auto quotas = make_model_quotas({}, noon_utc, Locale{}, 2);
  EXPECT_EQ(quotas.day_reset, "The day resets at midnight Pacific, in 20 h");
}

TEST(Countdown, IsAnotherTextEachMinuteOnlyWhileItIsLong) {
  EXPECT_EQ(countdown(noon_utc + 90min + 10s, noon_utc, Language::english),
            countdown(noon_utc + 90min + 40s, noon_utc, Language::english));
  EXPECT_EQ(countdown(noon_utc + 12s, noon_utc, Language::english), "12 s");
}

TEST(Attention, IsNoneWhereAllIsWell) {
  dto::Pulse pulse;
  pulse.keys = {{"healthy", 4}, {"disabled", 1}};
  EXPECT_THAT(make_attention({.pulse = &pulse}, noon_utc, Locale{}), IsEmpty());
  EXPECT_THAT(make_attention({}, noon_utc, Locale{}), IsEmpty());
}

TEST(Attention, LeadsFromKeysInAStateToThoseKeysTheWorstFirst) {
  dto::Pulse pulse;
  pulse.keys = {{"healthy", 4}, {"warning", 5}, {"cooling_down", 1}, {"exhausted", 2}, {"invalid", 3}};
  const auto list = make_attention({.pulse = &pulse}, noon_utc, Locale{});
  EXPECT_THAT(texts(list), ElementsAre("3 keys are invalid", "2 keys are exhausted for today", "1 key is cooling down",
                                       "5 keys are near a limit"));
  EXPECT_EQ(list[0].cause, (Cause{Cause::Place::keys, "state=invalid"}));
  EXPECT_EQ(list[3].cause, (Cause{Cause::Place::keys, "state=warning"}));
  EXPECT_THAT(list[1].detail, HasSubstr("20 h"));
}

TEST(Attention, SaysWhenNoKeyCanServe) {
  dto::Pulse pulse;
  pulse.keys = {{"disabled", 2}};
  EXPECT_EQ(make_attention({.pulse = &pulse}, noon_utc, Locale{}).front().text, "No key can serve a request now");
}

TEST(Attention, ForgetsAMinutesLimitSoonAndADaysAtMidnightPacific) {
  const std::deque<LimitWarning> warnings{{noon_utc, "key_1", "", "m", "rpm", 9, 10},
                                          {noon_utc, "key_1", "", "m", "rpd", 90, 100}};
  const auto at = [&](Duration later) {
    return make_attention({.warnings = &warnings}, noon_utc + later, Locale{}).size();
  };
  EXPECT_EQ(at(1min), 2U);
  EXPECT_EQ(at(10min), 1U);
  EXPECT_EQ(at(21h), 0U);
}

TEST(Attention, TellsOfEachLimitOnceWithTheKeysName) {
  const std::deque<LimitWarning> warnings{{noon_utc, "key_1", "", "m", "rpm", 10, 10},
                                          {noon_utc - 5s, "key_1", "", "m", "rpm", 8, 10}};
  const KnownKeys keys{{"key_1", {"first", dto::KeyState::warning}}};
  const auto list = make_attention({.warnings = &warnings, .keys = &keys}, noon_utc, Locale{});
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].text, "first has used 100% of its RPM");
  EXPECT_EQ(list[0].cause.details, "id=key_1");
}

TEST(Attention, LeadsFromAModelThatIsThrottledToThatModel) {
  std::vector<dto::Circuit> circuits(1);
  circuits[0].subject = "gemini 2";
  circuits[0].until = noon_utc + 40s;
  const auto list = make_attention({.circuits = &circuits}, noon_utc, Locale{});
  EXPECT_EQ(list.front().cause, (Cause{Cause::Place::models, "id=gemini%202"}));
  EXPECT_EQ(list.front().detail, "Asked again in 40 s.");
}

TEST(Attention, WarnsOfADirectoryThatIsLostWithTheHost) {
  dto::SystemStatus system;
  system.store.persistent = false;
  const auto warning = make_attention({.system = &system}, noon_utc, Locale{}).front();
  EXPECT_EQ(warning.cause, (Cause{Cause::Place::settings, "card=backup"})) << "where a backup is made";
  EXPECT_NE(warning.detail.find("GEMINID_RESTORE"), std::string::npos);
}

} // namespace
} // namespace geminid::webui::overview_view_test
