#include "webui/view/snippets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::webui::snippets_test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr SnippetValues values{"https://gateway.example", "sk-secret", "gemini-2.5-flash"};

TEST(Snippets, AllNameTheGatewayTheKeyAndTheModel) {
  for (std::size_t i = 0; i < snippet_names.size(); ++i) {
    const auto text = snippet(static_cast<Snippet>(i), values);
    EXPECT_THAT(text, HasSubstr("https://gateway.example/v1"));
    EXPECT_THAT(text, HasSubstr("sk-secret"));
    EXPECT_THAT(text, HasSubstr("gemini-2.5-flash"));
    EXPECT_THAT(text, Not(HasSubstr("{origin}")));
    EXPECT_THAT(text, Not(HasSubstr("model}")));
  }
}

TEST(Snippets, OfTheShellQuoteWhatAModelsNameHolds) {
  EXPECT_THAT(snippet(Snippet::curl, {"http://h", "sk-1", "it's"}), HasSubstr(R"("model": "it'\''s")"));
}

TEST(Snippets, OfGeminiHaveGooglesPath) {
  EXPECT_THAT(snippet(Snippet::gemini, values), HasSubstr(R"(base_url="https://gateway.example/v1beta/openai/")"));
}

} // namespace
} // namespace geminid::webui::snippets_test
