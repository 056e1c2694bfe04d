// One streamed chat completion of several upstream answers: continuations, second answers, choices side by side.
#include "tests/translate/gemini_answers.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace geminid::translate::streamed_answers_test {
namespace {

class StreamedAnswer : public testing::Test {
protected:
  /// The chunks that it makes.
  std::vector<json> event(const json& upstream, std::size_t source = 0) {
    std::string out;
    EXPECT_TRUE(chat.event(upstream.dump(), parser, out, source));
    return chunks_of(out);
  }
  std::vector<json> finish(std::size_t source = 0) {
    std::string out;
    chat.finish(out, source);
    done = out.ends_with("data: [DONE]\n\n");
    return chunks_of(out);
  }
  AnswerEnd end(std::size_t source = 0) {
    const auto ended = chat.end_answer(source);
    EXPECT_TRUE(ended);
    return ended ? *ended : AnswerEnd{};
  }
  static std::vector<json> chunks_of(const std::string& out) {
    std::vector<json> chunks;
    for (std::size_t at = 0; at < out.size();) {
      const auto stop = out.find("\n\n", at);
      if (auto chunk = json::parse(out.substr(at + 6, stop - at - 6), nullptr, false); chunk.is_object())
        chunks.push_back(std::move(chunk));
      at = stop + 2;
    }
    return chunks;
  }
  static json delta(const json& chunk) { return chunk.at("choices").at(0).at("delta"); }

  JsonParser parser;
  ChatStream chat{identity, true, 1};
  bool done = false;
};

TEST_F(StreamedAnswer, BeginsWithItsFirstWord) {
  EXPECT_TRUE(event(answer(json::array(), nullptr)).empty());
  EXPECT_TRUE(event(answer({part("")}, "STOP")).empty());
  const auto chunks = event(answer({part("late")}, nullptr));
  ASSERT_EQ(chunks.size(), 2U);
  EXPECT_EQ(delta(chunks[0]), (json{{"role", "assistant"}, {"content", ""}}));
  EXPECT_EQ(delta(chunks[1]), (json{{"content", "late"}}));
}

TEST_F(StreamedAnswer, GoesOnWithContinuations) {
  event(answer({part("The quick "), call("f")}, nullptr));
  event(continued({part("brown ")}));
  const auto first = end();
  EXPECT_EQ(first.kind, Kind::continued);
  EXPECT_EQ(first.token, "VE9L");
  chat.begin_answer();
  const auto more = event(answer({part("fox."), call("g")}, "STOP", {13, 1, 0}));
  ASSERT_EQ(more.size(), 2U); // no second beginning
  EXPECT_EQ(delta(more[0]), (json{{"content", "fox."}}));
  EXPECT_EQ(delta(more[1])["tool_calls"][0]["index"], 1);
  EXPECT_EQ(end().kind, Kind::whole);
  const auto last = finish();
  ASSERT_EQ(last.size(), 2U);
  EXPECT_EQ(last[0]["choices"][0]["finish_reason"], "tool_calls");
  EXPECT_EQ(last[1]["usage"]["prompt_tokens"], 10);
  EXPECT_EQ(last[1]["usage"]["completion_tokens"], 2 + 3 + 1);
  EXPECT_EQ(chat.spent().prompt, 23);
  EXPECT_TRUE(done);
}

TEST_F(StreamedAnswer, EndsForLengthWhenTheRestDoesNotCome) {
  event(continued({part("The quick ")}));
  end();
  chat.begin_answer();
  event(answer({part("brown")}, nullptr));
  const auto last = finish();
  EXPECT_EQ(last.at(0)["choices"][0]["finish_reason"], "length");
  EXPECT_TRUE(done);
}

TEST_F(StreamedAnswer, IsFutileOnlyWhileTheClientHasNothingOfIt) {
  event(answer(json::array(), "MALFORMED_FUNCTION_CALL"));
  const auto futile = end();
  EXPECT_EQ(futile.kind, Kind::futile);
  EXPECT_EQ(futile.slip, "Gemini ended with MALFORMED_FUNCTION_CALL");
  chat.begin_answer();
  EXPECT_EQ(event(answer({part("half a")}, "MALFORMED_RESPONSE")).size(), 2U);
  const auto late = end();
  EXPECT_EQ(late.kind, Kind::whole);
  EXPECT_EQ(late.slip, "Gemini ended with MALFORMED_RESPONSE");
  const auto last = finish();
  EXPECT_EQ(last.at(0)["choices"][0]["finish_reason"], "stop");
  EXPECT_EQ(last.at(1)["usage"]["completion_tokens"], 5); // of what the client was given
  EXPECT_EQ(chat.spent().candidates, 4);
}

TEST_F(StreamedAnswer, ThatIsFutileMayStillBeGiven) {
  event(answer(json::array(), "STOP"));
  EXPECT_EQ(end().kind, Kind::futile);
  const auto all = finish();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(delta(all[0])["role"], "assistant");
  EXPECT_EQ(all[1]["choices"][0]["finish_reason"], "stop");
}

TEST_F(StreamedAnswer, NamesTheModelOfTheAnswerThatIsGiven) {
  auto first = answer(json::array(), "STOP");
  first["modelVersion"] = "first";
  event(first);
  end();
  chat.begin_answer();
  EXPECT_EQ(event(answer({part("a")}, nullptr)).at(0)["system_fingerprint"], "v");
}

TEST_F(StreamedAnswer, CostsNothingWhereAnAnswerBroke) {
  event(answer(json::array(), nullptr));
  EXPECT_FALSE(chat.end_answer());
  chat.begin_answer();
  event(answer({part("a")}, "STOP"));
  end();
  EXPECT_EQ(chat.spent(), chat.usage());
}

TEST_F(StreamedAnswer, OfSeveralSourcesEndsWithTheLast) {
  chat = ChatStream{identity, true, 2};
  EXPECT_EQ(event(answer({part("b")}, nullptr), 1).at(1)["choices"][0]["index"], 1);
  EXPECT_EQ(event(answer({part("a")}, "STOP"), 0).at(0)["choices"][0]["index"], 0);
  end(0);
  const auto first = finish(0);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0]["choices"][0]["index"], 0);
  EXPECT_EQ(first[0]["choices"][0]["finish_reason"], "stop");
  EXPECT_FALSE(done);
  event(answer(json::array(), "MAX_TOKENS"), 1);
  end(1);
  const auto last = finish(1);
  ASSERT_EQ(last.size(), 2U);
  EXPECT_EQ(last[0]["choices"][0]["finish_reason"], "length");
  EXPECT_EQ(last[1]["usage"]["prompt_tokens"], 10);
  EXPECT_EQ(last[1]["usage"]["completion_tokens"], 10);
  EXPECT_TRUE(done);
}

TEST_F(StreamedAnswer, OfABlockedSourceSaysSoInItsPlace) {
  chat = ChatStream{identity, false, 2};
  event({{"promptFeedback", {{"blockReason", "OTHER"}}}}, 1);
  EXPECT_EQ(end(1).kind, Kind::whole);
  for (const auto& chunk : finish(1))
    EXPECT_EQ(chunk["choices"][0]["index"], 1);
}

} // namespace
} // namespace geminid::translate::streamed_answers_test
