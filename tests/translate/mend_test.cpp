#include "server/translate/mend.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace geminid::translate::mend_test {
namespace {

using nlohmann::json;
using policy::RefusedField;
using testing::ElementsAre;
using testing::IsEmpty;

std::optional<Mended> mend(std::string_view request, RefusedField field, std::string_view model = "gemini-3.8-flash") {
  JsonParser parser;
  return mended(request, field, model_traits(model), parser);
}

struct ConfigCase {
  RefusedField field;
  const char* config;
  const char* left;
  std::vector<std::string> removed;
};

TEST(Mend, LeavesOutWhatWasRefusedAndTellsHowToFindItAgain) {
  const ConfigCase table[] = {
      {RefusedField::thinking,
       R"({"temperature":1,"thinkingConfig":{"thinkingLevel":"minimal"}})",
       R"({"temperature":1})",
       {R"("thinkingConfig":{"thinkingLevel":"minimal"})"}},
      {RefusedField::penalties,
       R"({"presencePenalty":0.5,"topK":3,"frequencyPenalty":1})",
       R"({"topK":3})",
       {R"("presencePenalty":)", R"("frequencyPenalty":)"}},
      {RefusedField::logprobs,
       R"({"responseLogprobs":true,"logprobs":5})",
       "{}",
       {R"("responseLogprobs":)", R"("logprobs":)"}},
      {RefusedField::candidate_count, R"({"candidateCount":3})", "{}", {R"("candidateCount":)"}},
  };
  for (const auto& row : table) {
    const auto request = std::string{R"({"contents":[{"role":"user","parts":[{"text":"hi"}]}],"generationConfig":)"} +
                         row.config + R"(,"tools":[]})";
    const auto result = mend(request, row.field);
    ASSERT_TRUE(result) << row.config;
    auto expected = json::parse(request);
    expected["generationConfig"] = json::parse(row.left);
    EXPECT_EQ(json::parse(result->body), expected);
    EXPECT_EQ(result->removed, row.removed);
    for (const auto& text : result->removed)
      EXPECT_NE(request.find(text), std::string::npos) << text;
  }
}

TEST(Mend, HasNothingToDoWhereTheFieldIsNot) {
  const auto* const plain =
      R"({"contents":[{"role":"user","parts":[{"text":"thinkingConfig"}]}],"generationConfig":{}})";
  for (const auto field : {RefusedField::thinking, RefusedField::penalties, RefusedField::logprobs,
                           RefusedField::candidate_count, RefusedField::signatures})
    EXPECT_FALSE(mend(plain, field));
  EXPECT_FALSE(mend("no json", RefusedField::thinking));
}

constexpr auto tool_history = R"({"contents":[
  {"role":"user","parts":[{"text":"go","thoughtSignature":"of a user's part: not ours to touch"}]},
  {"role":"model","parts":[{"text":"first","thoughtSignature":"QUJD"},
                           {"functionCall":{"name":"a","args":{"thoughtSignature":"kept"}},"thoughtSignature":"QUJD"},
                           {"functionCall":{"name":"b","args":{}},"thoughtSignature":"QUJD"}]},
  {"role":"model","parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]}]})";

TEST(Mend, PutsTheSentinelWhereANewModelDemandsASignatureAndNoneElsewhere) {
  const auto result = mend(tool_history, RefusedField::signatures);
  ASSERT_TRUE(result);
  EXPECT_THAT(result->removed, IsEmpty());
  EXPECT_EQ(json::parse(result->body), json::parse(R"({"contents":[
    {"role":"user","parts":[{"text":"go","thoughtSignature":"of a user's part: not ours to touch"}]},
    {"role":"model","parts":[{"text":"first"},
      {"functionCall":{"name":"a","args":{"thoughtSignature":"kept"}},
       "thoughtSignature":"skip_thought_signature_validator"},
      {"functionCall":{"name":"b","args":{}}}]},
    {"role":"model","parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="},
      "thoughtSignature":"skip_thought_signature_validator"}]}]})"));
  EXPECT_FALSE(mend(result->body, RefusedField::signatures)) << "twice would be in vain";
}

TEST(Mend, LeavesSignaturesOutForModelsThatDoNotDemandThem) {
  const auto result = mend(tool_history, RefusedField::signatures, "gemini-2.5-flash");
  ASSERT_TRUE(result);
  EXPECT_EQ(json::parse(result->body)["contents"][1]["parts"][1],
            json::parse(R"({"functionCall":{"name":"a","args":{"thoughtSignature":"kept"}}})"));
}

TEST(Mend, TouchesNothingThatIsOfAnotherShape) {
  EXPECT_FALSE(mend(R"({"contents":"text","generationConfig":[1]})", RefusedField::signatures));
  EXPECT_FALSE(
      mend(R"({"contents":[1,{"role":"model","parts":7},{"role":"model","parts":[null]}]})", RefusedField::signatures));
}

} // namespace
} // namespace geminid::translate::mend_test
