#include "tools/load_test/requests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

namespace geminid::load::requests_test {
namespace {

using nlohmann::json;
using testing::StartsWith;

Scenario scenario_of(const char* requests) {
  const json document{
      {"url", "http://localhost"}, {"load", {{"connections", 1}, {"seconds", 1}}}, {"requests", json::parse(requests)}};
  return *parse_scenario(document);
}

Requests prepared(const char* requests) {
  auto made = Requests::prepare(scenario_of(requests));
  EXPECT_TRUE(made.ok());
  return std::move(*made);
}

TEST(LoadRequests, AskWhatTheSimulatorEchoes) {
  const auto one = prepared(R"([{"model": "m", "body_bytes": 300}])").make(17, true);
  const auto body = json::parse(one.body);
  EXPECT_EQ(body["model"], "m");
  const auto last = body["messages"].back()["content"].get<std::string>();
  EXPECT_THAT(last, StartsWith("load test 000000000017 w00000"));
  EXPECT_EQ(one.expected, "echo: " + last);
}

TEST(LoadRequests, SteerTheSimulatorsStreamWithoutChangingItsAnswer) {
  const auto one =
      prepared(R"([{"model": "m", "stream": true, "chunks": 32, "pace_ms": 5, "answer_bytes": 100}])").make(3, true);
  const auto body = json::parse(one.body);
  EXPECT_EQ(body["stream"], true);
  EXPECT_EQ(body["stream_options"]["include_usage"], true);
  const auto last = body["messages"].back()["content"].get<std::string>();
  EXPECT_EQ(last, one.expected.substr(6) + " [[chunks=32]] [[pace=5]]");
  EXPECT_EQ(one.expected.size(), 100 + 6U);
}

TEST(LoadRequests, HaveTheSizeThatWasAskedFor) {
  for (const std::size_t bytes : {600U, 1'024U, 5'000U, 10'000U, 100'000U, 1'000'000U})
    for (const char* surface : {"openai_chat", "gemini"}) {
      const auto requests = R"([{"model": "m", "surface": ")" + std::string{surface} + R"(", "body_bytes": )" +
                            std::to_string(bytes) + "}]";
      const auto one = prepared(requests.c_str()).make(1, false);
      EXPECT_EQ(one.body.size(), bytes) << surface;
      EXPECT_TRUE(json::accept(one.body));
    }
}

TEST(LoadRequests, AreAsShortAsTheyCanBeWhereLessWasAskedFor) {
  const auto one = prepared(R"([{"model": "m", "body_bytes": 1, "answer_bytes": 1}])").make(1, true);
  EXPECT_EQ(json::parse(one.body)["messages"].size(), 1U);
  EXPECT_EQ(one.expected, "echo: load test 000000000001");
}

TEST(LoadRequests, TakeTurnsInLongConversationsOfTheirOwn) {
  const auto requests = prepared(R"([{"model": "m", "body_bytes": 20000}])");
  const auto first = json::parse(requests.make(1, false).body)["messages"];
  const auto second = json::parse(requests.make(2, false).body)["messages"];
  ASSERT_GT(first.size(), 6U);
  for (std::size_t i = 0; i < first.size(); ++i)
    EXPECT_EQ(first[i]["role"], i % 2 == 0 ? "user" : "assistant");
  EXPECT_NE(first[0], second[0]) << "a gateway would keep one conversation with one key";
  EXPECT_EQ(first[1], second[1]);
}

TEST(LoadRequests, AreTheSameForTheSameSeedAndNumber) {
  auto scenario = scenario_of(R"([{"model": "a", "body_bytes": {"min": 100, "max": 900}}, {"model": "b"}])");
  const auto one = *Requests::prepare(scenario);
  const auto again = *Requests::prepare(scenario);
  scenario.seed = 2;
  const auto other = *Requests::prepare(scenario);
  bool differs = false;
  for (std::uint64_t number = 0; number < 100; ++number) {
    EXPECT_EQ(one.make(number, true).body, again.make(number, true).body);
    EXPECT_EQ(one.make(number, false).kind, one.kind_of(number));
    differs = differs || one.make(number, true).body != other.make(number, true).body;
  }
  EXPECT_TRUE(differs);
}

TEST(LoadRequests, ComeInProportionToTheirWeights) {
  const auto requests = prepared(R"([{"model": "a", "weight": 6}, {"model": "b", "weight": 3}, {"model": "c"}])");
  std::map<std::size_t, int> counts;
  for (std::uint64_t number = 0; number < 100'000; ++number)
    ++counts[requests.kind_of(number)];
  EXPECT_NEAR(counts[0], 60'000, 1'000);
  EXPECT_NEAR(counts[1], 30'000, 1'000);
  EXPECT_NEAR(counts[2], 10'000, 1'000);
}

TEST(LoadRequests, SpanTheirSizesFromTheLeastToTheGreatest) {
  const auto requests = prepared(R"([{"model": "m", "body_bytes": {"min": 1000, "max": 8000}}])");
  std::set<std::size_t> sizes;
  for (std::uint64_t number = 0; number < 1'000; ++number)
    sizes.insert(requests.make(number, false).body.size());
  EXPECT_EQ(*sizes.begin(), 1'000U);
  EXPECT_EQ(*sizes.rbegin(), 8'000U);
  EXPECT_EQ(sizes.size(), 8U);
}

TEST(LoadRequests, ExpectNothingWhereTheServerIsNotTheSimulator) {
  auto scenario = scenario_of(R"([{"model": "m"}])");
  scenario.expected = Expected::answer;
  EXPECT_EQ(Requests::prepare(scenario)->make(1, true).expected, "");
}

TEST(LoadRequests, AreRefusedWhenTheirBodiesWouldFillTheMemory) {
  json requests = json::array();
  for (int i = 0; i < 10; ++i)
    requests.push_back({{"model", "m" + std::to_string(i)}, {"body_bytes", {{"min", 4'000'000}, {"max", 4'194'304}}}});
  const auto made = Requests::prepare(scenario_of(requests.dump().c_str()));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().field, "requests");
}

TEST(LoadCountedWords, AreNeverTheSameInTwoPlaces) {
  EXPECT_EQ(counted_words(20), "w00000 w00001 w00002");
  EXPECT_EQ(counted_words(14), "w00000 w00001.") << "a blank at the end would be trimmed on the way";
  EXPECT_EQ(counted_words(0), "");
}

} // namespace
} // namespace geminid::load::requests_test
