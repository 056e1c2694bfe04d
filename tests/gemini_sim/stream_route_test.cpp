// streamGenerateContent: both forms, framing, pace.
#include "tests/gemini_sim/sim_fixture.hpp"

#include <algorithm>

namespace geminid::sim::stream_route_test {
namespace {

using namespace std::chrono_literals;

class StreamRoute : public SimTest {
protected:
  /// The data of each event; fails the test on anything that is no event with this delimiter.
  static std::vector<json> events_of(std::string_view body, std::string_view delimiter = "\r\n\r\n") {
    std::vector<json> events;
    while (!body.empty()) {
      const auto end = body.find(delimiter);
      if (!body.starts_with("data: ") || end == std::string_view::npos) {
        ADD_FAILURE() << "no event: " << body;
        break;
      }
      events.push_back(json::parse(body.substr(6, end - 6)));
      body.remove_prefix(end + delimiter.size());
    }
    return events;
  }

  static std::string text_of(const std::vector<json>& events) {
    std::string text;
    for (const auto& event : events)
      for (const auto& part : event["candidates"][0]["content"].value("parts", json::array()))
        text += part.value("text", "");
    return text;
  }
};

TEST_F(StreamRoute, SendsEventsThatGoogleWouldSend) {
  const auto answer = stream(user_text("Good morning."));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("content-type"), "text/event-stream");
  EXPECT_EQ(answer.header("x-gemini-service-tier"), "");
  EXPECT_TRUE(answer.complete);
  const auto events = events_of(answer.body);
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(text_of(events), "echo: Good morning.");
  EXPECT_EQ(events[2]["candidates"][0]["finishReason"], "STOP");
  EXPECT_EQ(events[2]["usageMetadata"]["serviceTier"], "standard");
  EXPECT_EQ(answer.body.find("[DONE]"), std::string::npos);
}

TEST_F(StreamRoute, SendsAnEventAChunk) {
  const auto answer = stream(user_text("[[chunks=5]] Good morning."));
  ASSERT_EQ(answer.chunks.size(), 5U);
  for (const auto& chunk : answer.chunks)
    EXPECT_EQ(events_of(chunk).size(), 1U);
}

TEST_F(StreamRoute, SplitsTheTextAsTheOptionsSay) {
  EXPECT_EQ(control("PUT", "/_sim/options", R"({"chunks":4})").status, 200);
  EXPECT_EQ(events_of(stream(user_text("Good morning.")).body).size(), 4U);
}

TEST_F(StreamRoute, SendsAPrettyPrintedListInPiecesWithoutAltSse) {
  const auto answer = stream(user_text("Good morning."), flash, "");
  EXPECT_EQ(answer.header("content-type"), "application/json; charset=UTF-8");
  EXPECT_TRUE(answer.complete);
  ASSERT_EQ(answer.chunks.size(), 4U);
  EXPECT_TRUE(answer.chunks[0].starts_with("[{\n  \"candidates\": ["));
  EXPECT_TRUE(answer.chunks[1].starts_with("\n,\r\n{\n  \"candidates\""));
  EXPECT_EQ(answer.chunks[3], "\n]\n");
  EXPECT_EQ(text_of(body_of(answer).get<std::vector<json>>()), "echo: Good morning.");
}

TEST_F(StreamRoute, EndsEventsByTheDelimiterOfTheScript) {
  for (const std::string delimiter : {"\r\n\r\n", "\n\n", "\r\r"}) {
    add_fault(json{{"kind", "framing"}, {"delimiter", delimiter}}.dump());
    EXPECT_EQ(text_of(events_of(stream(user_text("hi")).body, delimiter)), "echo: hi");
  }
}

TEST_F(StreamRoute, SendsAListWhereEventsWereAskedForWhenTheScriptSaysSo) {
  add_fault(json{{"kind", "framing"}, {"array", true}}.dump());
  const auto answer = stream(user_text("hi"));
  EXPECT_EQ(answer.header("content-type"), "application/json; charset=UTF-8");
  EXPECT_EQ(text_of(body_of(answer).get<std::vector<json>>()), "echo: hi");
}

class Split : public StreamRoute, public testing::WithParamInterface<std::size_t> {};

TEST_P(Split, CutsTheBytesAnywhereAndLosesNone) {
  const auto request = user_text("Gr\xc3\xbc\xc3\x9f"
                                 "e, \xf0\x9f\xa6\x8a.");
  for (const auto* query : {"?alt=sse", ""}) {
    const auto whole = stream(request, flash, query);
    add_fault(json{{"kind", "split"}, {"bytes", GetParam()}}.dump());
    const auto cut = stream(request, flash, query);
    EXPECT_TRUE(cut.complete);
    EXPECT_TRUE(std::all_of(cut.chunks.begin(), cut.chunks.end(),
                            [](const std::string& chunk) { return chunk.size() <= GetParam(); }));
    // The same but for the number in the response id.
    EXPECT_EQ(cut.body.size(), whole.body.size());
    EXPECT_NE(cut.body.find("\xf0\x9f\xa6\x8a"), std::string::npos);
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, Split, testing::Values(1, 2, 3, 7, 64));

TEST_F(StreamRoute, SplitsAWholeAnswerToo) {
  add_fault(R"({"kind":"split","bytes":10})");
  const auto answer = generate(user_text("hi"));
  EXPECT_GT(answer.chunks.size(), 10U);
  EXPECT_EQ(body_of(answer)["candidates"][0]["content"]["parts"][0]["text"], "echo: hi");
}

TEST_F(StreamRoute, WaitsBetweenEventsAndNoticesAClientThatLeaves) {
  options.pace = 1min;
  with_client([this](RawClient& client) -> net::Task<void> {
    const auto target = action(flash, "streamGenerateContent") + "?alt=sse";
    co_await client.send(request_text("POST", target, key_header("key-1"), user_text("hi").dump()));
    EXPECT_THAT(co_await client.read_until("\r\n\r\n"), HasSubstr("200 OK"));
    EXPECT_THAT(co_await client.read_until("\r\n\r\n"), HasSubstr("data: "));
    EXPECT_EQ(simulator().stats().active(), 1U);
    client.close();
    while (simulator().stats().active() > 0)
      co_await test::settle(io, 1);
    EXPECT_EQ(simulator().stats().aborted(), 1U);
  });
}

TEST_F(StreamRoute, EndsCallsInAnEventOfItsOwnFromModel35On) {
  auto request = user_text("call f()");
  request["tools"] = json::parse(R"([{"functionDeclarations":[{"name":"f"}]}])");
  EXPECT_EQ(events_of(stream(request, "gemini-3.6-flash").body).size(), 2U);
  EXPECT_EQ(events_of(stream(request, "gemini-3-flash-preview").body).size(), 1U);
}

} // namespace
} // namespace geminid::sim::stream_route_test
