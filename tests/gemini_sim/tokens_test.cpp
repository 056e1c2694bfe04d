#include "tests/gemini_sim/sim_cases.hpp"
#include "tools/gemini_sim/tokens.hpp"

namespace geminid::sim::tokens_test {
namespace {

TEST(Tokens, AreFourBytesOfText) {
  EXPECT_EQ(text_tokens(0), 0);
  EXPECT_EQ(text_tokens(1), 1);
  EXPECT_EQ(text_tokens(4), 1);
  EXPECT_EQ(text_tokens(5), 2);
}

TEST(Tokens, CountContentsSystemInstructionToolsAndMedia) {
  const auto tokens = count_input(json::parse(R"({
    "contents":[{"parts":[{"text":"12345678"},{"inlineData":{"mimeType":"image/png","data":"QUJD"}},
      {"fileData":{"fileUri":"https://youtu.be/a"}}]}],
    "systemInstruction":{"parts":[{"text":"1234"}]},"tools":[{"googleSearch":{}}]})"));
  EXPECT_EQ(tokens.text, 2 + 1 + 6);
  EXPECT_EQ(tokens.image, 2 * 258);
  EXPECT_EQ(tokens.total(), tokens.text + tokens.image);
}

TEST(TokenDetails, NameTheModalitiesThatThereAre) {
  EXPECT_EQ(token_details({3, 0}), json::parse(R"([{"modality":"TEXT","tokenCount":3}])"));
  EXPECT_EQ(token_details({3, 258}),
            json::parse(R"([{"modality":"TEXT","tokenCount":3},{"modality":"IMAGE","tokenCount":258}])"));
}

} // namespace
} // namespace geminid::sim::tokens_test
