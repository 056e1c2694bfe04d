#include "server/translate/gemini_models.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace geminid::translate::gemini_models_test {
namespace {

using nlohmann::json;

TEST(GeminiModels, ReadsAPage) {
  JsonParser parser;
  const auto page = parse_gemini_models(R"({"models":[
      {"name":"models/gemini-3.8-flash","displayName":"Gemini 3.8 Flash","inputTokenLimit":1048576,
       "outputTokenLimit":"65536","supportedGenerationMethods":["generateContent","countTokens"],"thinking":true},
      {"name":"models/gemini-embedding-001","supportedGenerationMethods":["embedContent"]},
      {"displayName":"nameless"}],"nextPageToken":"next"})",
                                        parser);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->next_page_token, "next");
  ASSERT_EQ(page->models.size(), 2U);
  const auto& flash = page->models[0];
  EXPECT_EQ(flash.id, "gemini-3.8-flash");
  EXPECT_EQ(flash.display_name, "Gemini 3.8 Flash");
  EXPECT_EQ(flash.input_tokens_max, 1'048'576);
  EXPECT_EQ(flash.output_tokens_max, 65'536);
  EXPECT_EQ(flash.methods, (std::vector<std::string>{"generateContent", "countTokens"}));
  EXPECT_EQ(page->models[1].id, "gemini-embedding-001");
}

TEST(GeminiModels, ReadsTheLastPage) {
  JsonParser parser;
  const auto page = parse_gemini_models(R"({"models":[]})", parser);
  ASSERT_TRUE(page);
  EXPECT_TRUE(page->models.empty());
  EXPECT_EQ(page->next_page_token, "");
}

TEST(GeminiModels, RefusesWhatIsNoList) {
  JsonParser parser;
  for (const auto* body : {"", "<html>", "[]", "{}", R"({"error":{"code":403}})", R"({"models":{}})"})
    EXPECT_FALSE(parse_gemini_models(body, parser)) << body;
}

TEST(OpenAIModels, ListsInOpenAIsShape) {
  const std::vector<std::string> ids{"gemini-3.8-flash", "vendor/alias"};
  const auto list = json::parse(openai_model_list(ids));
  EXPECT_EQ(list.at("object"), "list");
  ASSERT_EQ(list.at("data").size(), 2U);
  EXPECT_EQ(list["data"][1], json::parse(openai_model("vendor/alias")));
  EXPECT_EQ(list["data"][0].at("id"), "gemini-3.8-flash");
  EXPECT_EQ(list["data"][0].at("object"), "model");
  EXPECT_EQ(list["data"][0].at("owned_by"), "google");
  EXPECT_TRUE(list["data"][0].at("created").is_number_integer());
  EXPECT_EQ(json::parse(openai_model_list({})).at("data"), json::array());
}

} // namespace
} // namespace geminid::translate::gemini_models_test
