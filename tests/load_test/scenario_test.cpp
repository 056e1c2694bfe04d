#include "tools/load_test/scenario.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace geminid::load::scenario_test {
namespace {

using nlohmann::json;

json minimal() {
  return json::parse(R"({"url": "http://localhost:8080", "load": {"connections": 4, "seconds": 10},
                         "requests": [{"model": "gemini-2.5-flash"}]})");
}

std::string error_of(const json& document) {
  const auto scenario = parse_scenario(document);
  return scenario ? "" : scenario.error().message;
}

TEST(LoadScenario, NeedsOnlyAnAddressALoadAndAModel) {
  const auto scenario = parse_scenario(minimal());
  ASSERT_TRUE(scenario) << scenario.error().message;
  EXPECT_EQ(scenario->loop, Loop::closed);
  EXPECT_EQ(scenario->stages, (std::vector<Stage>{{4, 4, Seconds{10}}}));
  ASSERT_EQ(scenario->kinds.size(), 1U);
  EXPECT_EQ(scenario->kinds[0].surface, &openai_chat);
  EXPECT_EQ(scenario->kinds[0].name, "gemini-2.5-flash 1024 B");
  EXPECT_FALSE(scenario->kinds[0].stream);
}

TEST(LoadScenario, ReadsEverything) {
  auto document = json::parse(R"({
    "name": "all", "url": "https://localhost/prefix", "seed": 9, "expect": "answer",
    "load": {"rate": 12.5, "arrivals": "poisson", "requests": 100, "warm_up_seconds": 2, "drain_seconds": 3,
             "in_flight_max": 7, "stages": [{"seconds": 5, "to": 1}, {"seconds": 5, "to": 0.5}]},
    "timeouts": {"connect_ms": 1, "first_byte_ms": 2, "idle_ms": 3},
    "requests": [{"name": "a", "weight": 0.5, "surface": "gemini", "model": "m", "stream": true, "chunks": 3, "pace_ms": 0,
                  "body_bytes": {"min": 10, "max": 20}, "answer_bytes": 30, "max_tokens": 5}]})");
  const auto scenario = parse_scenario(document);
  ASSERT_TRUE(scenario) << scenario.error().message;
  EXPECT_EQ(scenario->loop, Loop::open);
  EXPECT_EQ(scenario->arrivals, Arrivals::poisson);
  EXPECT_EQ(scenario->stages, (std::vector<Stage>{{0, 12.5, Seconds{5}}, {12.5, 6.25, Seconds{5}}}));
  EXPECT_EQ(scenario->requests_max, 100);
  EXPECT_EQ(scenario->in_flight_max, 7);
  EXPECT_EQ(scenario->expected, Expected::answer);
  EXPECT_EQ(scenario->first_byte_timeout, std::chrono::milliseconds{2});
  const auto& kind = scenario->kinds.at(0);
  EXPECT_EQ(kind.surface, &gemini);
  EXPECT_EQ(kind.body_bytes, (SizeRange{10, 20}));
  EXPECT_EQ(kind.answer_bytes, (SizeRange{30, 30}));
  EXPECT_EQ(kind.chunks, 3);
  EXPECT_EQ(kind.pace_ms, 0);
  EXPECT_EQ(kind.max_tokens, 5);
}

TEST(LoadScenario, RisesWithARampWithinItsTime) {
  auto document = minimal();
  document["load"]["ramp_seconds"] = 4;
  EXPECT_EQ(parse_scenario(document)->stages, (std::vector<Stage>{{0, 4, Seconds{4}}, {4, 4, Seconds{6}}}));
  document["load"]["ramp_seconds"] = 10;
  EXPECT_EQ(parse_scenario(document)->stages, (std::vector<Stage>{{0, 4, Seconds{10}}}));
}

struct Wrong {
  const char* pointer;
  const char* value;
  const char* message;
};

TEST(LoadScenario, NamesTheFieldThatIsWrongAndWhatWasExpected) {
  const Wrong table[] = {
      {"/nonsense", "1", "nonsense is not a known field"},
      {"/url", "\"localhost:8080\"",
       "url is wrong: expected a URL that starts with http:// or https://, got \"localhost:8080\""},
      {"/url", "7", "url must be a text of 1 to 2000 bytes without control characters"},
      {"/expect", "\"magic\"", "expect must be one of echo, answer"},
      {"/seed", "-1", "seed must be an integer from 0 to 9007199254740992"},
      {"/load", "3", "load must be a JSON object"},
      {"/load/connections", "0", "load.connections must be an integer from 1 to 50000"},
      {"/load/connections", "1.5", "load.connections must be an integer from 1 to 50000"},
      {"/load/rate", "10", "load.connections or rate is required, and only one of them"},
      {"/load/seconds", "0", "load.seconds must be a number over 0 and at most 86400"},
      {"/load/ramp_seconds", "11", "load.ramp_seconds must be at most seconds, of which it is a part"},
      {"/load/arrivals", "\"random\"", "load.arrivals must be one of constant, poisson"},
      {"/load/typo", "1", "load.typo is not a known field"},
      {"/load/stages", "[]", "load.stages must be a list of 1 to 100 stages"},
      {"/load/stages", "[{\"seconds\": 1, \"to\": 1}]",
       "load.stages say how long it takes: seconds and ramp_seconds must be left out"},
      {"/load/stages", "[{\"seconds\": 1, \"to\": 1.5}]",
       "load.stages[0].to must be a number from 0 to 1, the part of the peak that is reached at the stage's end"},
      {"/load/stages", "[{\"to\": 1}]", "load.stages[0].seconds is required"},
      {"/load/stages", "[{\"seconds\": 1, \"to\": 1, \"x\": 1}]", "load.stages[0].x is not a known field"},
      {"/load/stages", "[5]", "load.stages[0] must be a JSON object"},
      {"/timeouts", "{\"idle_ms\": 0}", "timeouts.idle_ms must be an integer from 1 to 3600000"},
      {"/requests", "[]", "requests must be a list of 1 to 64 objects"},
      {"/requests/0", "1", "requests[0] must be a JSON object"},
      {"/requests/0/model", "\"\"", "requests[0].model must be a text of 1 to 200 bytes without control characters"},
      {"/requests/0/surface", "\"soap\"", "requests[0].surface must be one of openai_chat, gemini"},
      {"/requests/0/weight", "0", "requests[0].weight must be a number over 0 and at most 1000000"},
      {"/requests/0/chunks", "3", "requests[0].chunks is for streams only"},
      {"/requests/0/body_bytes", "5000000", "requests[0].body_bytes must be an integer from 1 to 4194304"},
      {"/requests/0/body_bytes", "{\"min\": 9, \"max\": 8}", "requests[0].body_bytes.min must be at most max"},
      {"/requests/0/body_bytes", "{\"min\": 9}", "requests[0].body_bytes.max is required"},
      {"/requests/0/answer_bytes", "200001",
       "requests[0].answer_bytes must be at most 200000, which one answer can hold"},
      {"/requests/0/colour", "1", "requests[0].colour is not a known field"},
  };
  for (const auto& [pointer, value, message] : table) {
    auto document = minimal();
    document[json::json_pointer{pointer}] = json::parse(value);
    EXPECT_EQ(error_of(document), message) << pointer << " = " << value;
  }
}

TEST(LoadScenario, NamesTheFieldThatIsMissing) {
  const std::pair<const char*, const char*> table[] = {
      {"/url", "url is required"},
      {"/load", "load is required"},
      {"/load/connections", "load.connections or rate is required, and only one of them"},
      {"/load/seconds", "load.seconds or requests or stages is required"},
      {"/requests", "requests is required"},
      {"/requests/0/model", "requests[0].model is required"},
  };
  for (const auto& [pointer, message] : table) {
    auto document = minimal();
    const json::json_pointer place{pointer};
    document[place.parent_pointer()].erase(place.back());
    EXPECT_EQ(error_of(document), message);
  }
  EXPECT_EQ(error_of(json::array()), "the scenario must be a JSON object");
}

TEST(LoadScenario, TellsLinesOfTheMixApart) {
  auto document = minimal();
  document["requests"].push_back(document["requests"][0]);
  const auto scenario = parse_scenario(document);
  ASSERT_TRUE(scenario);
  EXPECT_EQ(scenario->kinds[1].name, "gemini-2.5-flash 1024 B #2");
}

TEST(LoadScenario, AllThatComeWithTheToolAreRight) {
  const auto folder = std::filesystem::path{GEMINID_SOURCE_DIR} / "tools/load_test/scenarios";
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    std::ifstream file{entry.path()};
    EXPECT_EQ(error_of(json::parse(file)), "") << entry.path();
    ++files;
  }
  EXPECT_GE(files, 3U);
}

} // namespace
} // namespace geminid::load::scenario_test
