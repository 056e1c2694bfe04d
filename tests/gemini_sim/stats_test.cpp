#include "tests/gemini_sim/sim_cases.hpp"
#include "tools/gemini_sim/stats.hpp"

#include <optional>

namespace geminid::sim::stats_test {
namespace {

void request(Stats& stats, const char* key, const char* model_id, int status) {
  Stats::Request request{stats};
  request.identify(key, model_id);
  request.set_method("generateContent");
  request.answered(status);
}

TEST(Stats, CountByKeyModelAndStatus) {
  Stats stats;
  request(stats, "a", "m", 200);
  request(stats, "a", "m", 200);
  request(stats, "a", "n", 429);
  request(stats, "b", "m", 200);
  EXPECT_EQ(stats.requests(), 4U);
  EXPECT_EQ(stats.requests("a"), 3U);
  EXPECT_EQ(stats.requests("a", "m"), 2U);
  EXPECT_EQ(stats.requests("", "", 429), 1U);
  EXPECT_EQ(stats.to_json()["requests"][0],
            json::parse(R"({"key":"a","model":"m","method":"generateContent","status":200,"count":2})"));
}

TEST(Stats, CountWhatIsUnderWayAndItsPeak) {
  Stats stats;
  {
    Stats::Request first{stats};
    Stats::Request second{stats};
    second.abandoned();
    EXPECT_EQ(stats.active(), 2U);
    EXPECT_EQ(stats.requests(), 0U);
  }
  EXPECT_EQ(stats.active(), 0U);
  EXPECT_EQ(stats.peak_active(), 2U);
  EXPECT_EQ(stats.aborted(), 1U);
  EXPECT_EQ(stats.requests("(unknown)", "(unknown)", status_none), 2U);
}

TEST(Stats, ForgetEverythingButWhatIsUnderWay) {
  Stats stats;
  stats.keep_requests(1);
  stats.record("k", "/t", "body");
  request(stats, "a", "m", 200);
  std::optional<Stats::Request> open{std::in_place, stats};
  stats.clear();
  EXPECT_EQ(stats.requests(), 0U);
  EXPECT_EQ(stats.peak_active(), 1U);
  EXPECT_TRUE(stats.recorded_json()["requests"].empty());
  open.reset();
  EXPECT_EQ(stats.active(), 0U);
}

TEST(Stats, KeepTheLastBodiesThatWereAskedFor) {
  Stats stats;
  stats.record("k", "/0", "not kept");
  stats.keep_requests(2);
  for (const auto* target : {"/1", "/2", "/3"})
    stats.record("k", target, "body");
  EXPECT_EQ(stats.recorded_json(), json::parse(R"({"requests":[{"key":"k","target":"/2","body":"body"},
                                                               {"key":"k","target":"/3","body":"body"}]})"));
}

TEST(Stats, KeepNoMoreThanAMegabyteOfABody) {
  Stats stats;
  stats.keep_requests(1);
  stats.record("k", "/", std::string(2'000'000, 'x'));
  EXPECT_EQ(stats.recorded_json()["requests"][0]["body"].get<std::string>().size(), 1'048'576U);
}

} // namespace
} // namespace geminid::sim::stats_test
