// Known limits are never exceeded, unknown ones are learned, and neither a restart nor a crash forgets a day's count.
#include "actors/policy/pacific_day.hpp"
#include "tests/gateway/told.hpp"

namespace geminid::test::limits_test {
namespace {

using namespace std::chrono_literals;

const Told busy{429, "rate_limit_error", "rate_limit_exceeded", Retry::soon};
const Told used_up{429, "insufficient_quota", "insufficient_quota", Retry::later};

class Limits : public testing::Test {
protected:
  explicit Limits(sim::QuotaLimits google = {})
      : world({.google = {.limits = google}, .settings = {{"routing", {{"max_wait_ms", 0}}}}}) {}

  void limit_model(const json& limits) {
    const auto put = world.admin("PUT", "/models/" + std::string{default_model}, limits);
    ASSERT_EQ(put.status, 200) << put.body;
  }

  /// Asks until refused; how many were served.
  std::uint64_t serve_all(const Told& told) {
    std::uint64_t served = 0;
    auto answer = world.chat();
    for (; answer.status == 200 && served < 1000; ++served)
      answer = world.chat();
    expect_told(answer, told);
    return served;
  }

  json limit_of(const std::string& id, const char* window) { return world.use(id).at(window).at("limit"); }
  json source_of(const std::string& id, const char* window) { return world.use(id).at(window).at("source"); }
  std::int64_t used(const std::string& id, const char* window) {
    return world.use(id).at(window).at("used").get<std::int64_t>();
  }
  void leap_to_midnight() { world.leap_to(policy::next_pacific_midnight(world.now())); }
  /// What Google had to refuse.
  [[nodiscard]] std::uint64_t refused_by_google() { return world.google().stats().requests({}, {}, 429); }

  GatewayWorld world;
};

TEST_F(Limits, OfThreeKeysAtFiveAMinuteServeExactlyFifteen) {
  world.add_keys(3);
  limit_model({{"rpm", 5}});
  EXPECT_EQ(serve_all(busy), 15U);
  EXPECT_EQ(world.attempts(), 15U);
  world.leap(60s);
  EXPECT_EQ(serve_all(busy), 15U);
}

TEST_F(Limits, OfThreeKeysHoldForTwentyRequestsAtOnce) {
  world.add_keys(3);
  limit_model({{"rpm", 5}});
  std::vector<PendingAnswerPtr> pending;
  for (int i = 0; i < 20; ++i)
    pending.push_back(i % 2 == 0 ? world.begin_chat() : world.begin_stream());
  int served = 0;
  for (const auto& one : pending)
    served += world.finish(one).status == 200 ? 1 : 0;
  EXPECT_EQ(served, 15);
  EXPECT_EQ(world.attempts(), 15U);
}

TEST_F(Limits, OfTokensCountWhatGoogleCounted) {
  const auto id = world.add_key();
  limit_model({{"tpm", 1000}});
  const auto answer = world.chat(chat_body(std::string(2000, 'a')));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.document.at("usage").at("prompt_tokens"), used(id, "tpm"));
}

TEST_F(Limits, OfTokensRefuseWhatDoesNotFitUntilTheMinuteIsOver) {
  world.add_key();
  limit_model({{"tpm", 1000}});
  const auto body = chat_body(std::string(2400, 'a')); // some 600 tokens
  ASSERT_EQ(world.chat(body).status, 200);
  expect_told(world.chat(body), busy);
  EXPECT_EQ(world.attempts(), 1U);
  world.leap(60s);
  EXPECT_EQ(world.chat(body).status, 200);
}

TEST_F(Limits, OfTokensRefuseForGoodWhatIsLargerThanTheLimitItself) {
  world.add_key();
  limit_model({{"tpm", 100}});
  expect_told(world.chat(chat_body(std::string(2400, 'a'))), {400, "invalid_request_error", "context_length_exceeded"});
  EXPECT_EQ(world.attempts(), 0U);
}

TEST_F(Limits, OfTheDayHoldUntilMidnightInCalifornia) {
  const auto id = world.add_key();
  limit_model({{"rpd", 3}});
  EXPECT_EQ(serve_all(used_up), 3U);
  EXPECT_EQ(instant_in(world.use(id), "until"), policy::next_pacific_midnight(world.now()));
  world.leap_to(policy::next_pacific_midnight(world.now()) - 2s);
  EXPECT_EQ(world.chat().status, 429);
  EXPECT_EQ(world.attempts(), 3U);
  world.leap(2s);
  EXPECT_EQ(serve_all(used_up), 3U);
}

TEST_F(Limits, OfTheDayAreCountedOnOverARestart) {
  const auto id = world.add_key();
  limit_model({{"rpd", 5}});
  for (int i = 0; i < 3; ++i)
    ASSERT_EQ(world.chat().status, 200);
  world.restart();
  EXPECT_EQ(used(id, "rpd"), 3);
  EXPECT_EQ(serve_all(used_up), 2U);
}

TEST_F(Limits, OfTheDayAreNeverExceededOverCrashes) {
  const auto id = world.add_key();
  limit_model({{"rpd", 300}}); // reserved on disk by three
  std::int64_t sent = 0;
  for (int crash = 0; crash < 4; ++crash) {
    for (int i = 0; i < 4; ++i, ++sent)
      ASSERT_EQ(world.chat().status, 200);
    const auto before = used(id, "rpd");
    world.crash();
    EXPECT_GE(used(id, "rpd"), before);
    EXPECT_LE(used(id, "rpd"), before + 3); // the block in use counts as used
  }
  limit_model({{"rpd", sent + 5}});
  EXPECT_LE(serve_all(used_up), 5U);
}

TEST_F(Limits, OfTheDayOfAProjectAreNeverExceededOverACrash) {
  const auto ids = world.add_keys(2, {.project = "shared"});
  limit_model({{"rpd", 4}});
  for (int i = 0; i < 3; ++i)
    ASSERT_EQ(world.chat().status, 200);
  world.crash();
  EXPECT_GE(used(ids[0], "rpd"), 3);
  EXPECT_LE(serve_all(used_up), 1U);
}

TEST_F(Limits, OfAProjectAreSharedByItsKeys) {
  const auto ids = world.add_keys(2, {.project = "shared"});
  const auto lone = world.add_key();
  limit_model({{"rpm", 3}});
  EXPECT_EQ(serve_all(busy), 6U);
  EXPECT_EQ(world.attempts(ids[0]) + world.attempts(ids[1]), 3U);
  EXPECT_EQ(world.attempts(lone), 3U);
  EXPECT_EQ(used(ids[0], "rpm"), 3);
  EXPECT_EQ(used(ids[1], "rpm"), 3);
}

TEST_F(Limits, OfAKeyOverrideItsModels) {
  const auto wide = world.add_key();
  const auto narrow = world.add_key();
  limit_model({{"rpm", 4}});
  const auto patched = world.admin("PATCH", "/keys/" + narrow, {{"limits", {{default_model, {{"rpm", 1}}}}}});
  ASSERT_EQ(patched.status, 200) << patched.body;
  EXPECT_EQ(serve_all(busy), 5U);
  EXPECT_EQ(world.attempts(wide), 4U);
  EXPECT_EQ(source_of(narrow, "rpm"), "set");
}

TEST_F(Limits, TakeEffectAtOnceWhenAnAdminChangesThem) {
  world.add_key();
  limit_model({{"rpm", 2}});
  EXPECT_EQ(serve_all(busy), 2U);
  limit_model({{"rpm", 3}});
  EXPECT_EQ(serve_all(busy), 1U);
  limit_model({{"rpm", nullptr}});
  EXPECT_EQ(world.chat().status, 200);
}

struct TwoAMinute : Limits {
  TwoAMinute() : Limits({.rpm = 2}) {}
};

TEST_F(TwoAMinute, AreLearnedFromARefusalAndObeyedFromThenOn) {
  const auto id = world.add_key();
  EXPECT_EQ(serve_all(busy), 2U);
  EXPECT_EQ(refused_by_google(), 1U);
  EXPECT_EQ(limit_of(id, "rpm"), 2);
  EXPECT_EQ(source_of(id, "rpm"), "learned");
  for (int minute = 0; minute < 3; ++minute) {
    world.leap(61s);
    EXPECT_EQ(serve_all(busy), 2U);
  }
  EXPECT_EQ(refused_by_google(), 1U);
}

TEST_F(TwoAMinute, AreStillKnownAfterARestartAndACrash) {
  const auto id = world.add_key();
  EXPECT_EQ(serve_all(busy), 2U);
  for (const bool crash : {false, true}) {
    world.set(json::object()); // its acknowledgement says that all before is on disk
    crash ? world.crash() : world.restart();
    EXPECT_EQ(source_of(id, "rpm"), "learned");
    world.leap(61s);
    EXPECT_EQ(serve_all(busy), 2U);
  }
  EXPECT_EQ(refused_by_google(), 1U);
}

TEST_F(TwoAMinute, OfAProjectAreLearnedForAllOfItsKeys) {
  const auto ids = world.add_keys(2, {.project = "shared"});
  EXPECT_EQ(serve_all(busy), 2U);
  EXPECT_EQ(refused_by_google(), 1U); // the other key of the project is not tried in vain
  EXPECT_EQ(limit_of(ids[0], "rpm"), 2);
  EXPECT_EQ(limit_of(ids[1], "rpm"), 2);
  world.leap(61s);
  EXPECT_EQ(serve_all(busy), 2U);
  EXPECT_EQ(refused_by_google(), 1U);
}

struct ThreeADay : Limits {
  ThreeADay() : Limits({.rpd = 3}) {}
};

TEST_F(ThreeADay, AreLearnedFromARefusalAndObeyedFromTheNextDayOn) {
  const auto id = world.add_key();
  EXPECT_EQ(serve_all(used_up), 3U);
  EXPECT_EQ(source_of(id, "rpd"), "learned");
  world.restart();
  EXPECT_EQ(serve_all(used_up), 0U);
  leap_to_midnight();
  EXPECT_EQ(serve_all(used_up), 3U);
  EXPECT_EQ(refused_by_google(), 1U);
}

struct TenADay : Limits {
  TenADay() : Limits({.rpd = 10}) {}
};

TEST_F(TenADay, AreNeverExceededThoughGeminidCrashesInBetween) {
  world.add_key();
  limit_model({{"rpd", 10}});
  for (int i = 0; i < 4; ++i)
    ASSERT_EQ(world.chat().status, 200);
  world.crash();
  EXPECT_GE(serve_all(used_up), 5U);
  EXPECT_EQ(refused_by_google(), 0U);
}

TEST_F(Limits, BlockEveryKeyOfAProjectThatGoogleRefusedAndNoOther) {
  const auto ids = world.add_keys(2, {.project = "shared"});
  const auto lone = world.add_key({.priority = 1});
  sim::Fault fault;
  fault.body = "per_minute";
  ASSERT_TRUE(world.google().faults().add(fault));
  EXPECT_EQ(world.chat().status, 200);
  EXPECT_EQ(world.attempts(ids[0]) + world.attempts(ids[1]), 1U);
  EXPECT_EQ(world.attempts(lone), 1U);
  EXPECT_EQ(text_in(world.key(ids[0]), "state"), "cooling_down");
  EXPECT_EQ(text_in(world.key(ids[1]), "state"), "cooling_down");
  EXPECT_EQ(text_in(world.key(lone), "state"), "healthy");
}

TEST_F(Limits, OfOneModelLeaveTheOthersAlone) {
  const auto id = world.add_key();
  limit_model({{"rpm", 1}});
  EXPECT_EQ(serve_all(busy), 1U);
  EXPECT_EQ(world.chat(chat_body("hello", "gemini-2.5-pro")).status, 200);
  EXPECT_EQ(text_in(world.key(id), "state"), "warning"); // it serves, but not every model
}

TEST_F(Limits, ThatNameNobodyDoubleFromHalfAMinuteToTwo) {
  const auto id = world.add_key();
  sim::Fault bare;
  bare.body = "bare429";
  bare.count = 4;
  ASSERT_TRUE(world.google().faults().add(bare));
  for (const auto pause : {30s, 60s, 120s, 120s}) {
    const auto began = world.now();
    EXPECT_EQ(world.chat().status, 429);
    const auto until = instant_in(world.use(id), "until");
    ASSERT_TRUE(until);
    EXPECT_GE(*until, began + pause - 1ms);
    EXPECT_LE(*until, world.now() + pause);
    world.leap_to(*until);
  }
  EXPECT_EQ(world.chat().status, 200);
  ASSERT_TRUE(world.google().faults().add(bare));
  const auto began = world.now();
  EXPECT_EQ(world.chat().status, 429);
  EXPECT_LE(instant_in(world.use(id), "until"), world.now() + 30s); // a success begins anew
  EXPECT_GE(instant_in(world.use(id), "until"), began + 30s - 1ms);
}

} // namespace
} // namespace geminid::test::limits_test
