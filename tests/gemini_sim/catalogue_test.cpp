#include "tests/gemini_sim/sim_cases.hpp"
#include "tools/gemini_sim/catalogue.hpp"

#include <set>

namespace geminid::sim::catalogue_test {
namespace {

TEST(Catalogue, NamesEachModelOnce) {
  std::set<std::string_view> ids;
  for (const auto& each : catalogue())
    EXPECT_TRUE(ids.insert(each.id).second) << each.id;
  EXPECT_EQ(find_model("gemini-2.5-flash")->id, "gemini-2.5-flash");
  EXPECT_EQ(find_model("models/gemini-2.5-flash"), nullptr);
  EXPECT_EQ(find_model(""), nullptr);
}

TEST(Catalogue, CountsPreviewsUnderTheirFamily) {
  EXPECT_EQ(model("gemini-3-flash-preview").quota_name, "gemini-3-flash");
  EXPECT_EQ(model("gemini-3.1-pro-preview").quota_name, "gemini-3.1-pro");
  EXPECT_EQ(model("gemini-flash-latest").quota_name, model("gemini-3.8-flash").quota_name);
}

TEST(Catalogue, ServesRetiredModelsByTheirSuccessors) {
  EXPECT_EQ(model("gemini-3.5-flash").served_as, "gemini-3.6-flash");
  EXPECT_EQ(model("gemini-3.7-flash").served_as, "gemini-3.8-flash");
  EXPECT_EQ(model("gemini-3.6-flash").served_as, "");
}

TEST(Catalogue, KnowsWhatIsNotOnTheFreeTier) {
  std::set<std::string_view> paid;
  for (const auto& each : catalogue())
    if (!each.free_tier)
      paid.insert(each.id);
  EXPECT_EQ(paid, (std::set<std::string_view>{"gemini-2.5-flash-image", "gemini-3.1-flash-image",
                                              "gemini-3.1-pro-preview", "gemini-4-argon", "gemini-4-carbon"}));
}

TEST(Level, IsReadInAnyCase) {
  EXPECT_EQ(level_named("HIGH"), Level::high);
  EXPECT_EQ(level_named("xhigh"), Level::xhigh);
  EXPECT_EQ(level_named("Minimal"), Level::minimal);
  EXPECT_EQ(level_named("THINKING_LEVEL_UNSPECIFIED"), std::nullopt);
  EXPECT_EQ(level_named(""), std::nullopt);
}

TEST(ModelJson, IsAsGoogleListsIt) {
  EXPECT_EQ(model_json(model("gemini-2.5-flash")), json::parse(R"({
    "name":"models/gemini-2.5-flash","version":"001","displayName":"Gemini 2.5 Flash",
    "description":"Gemini 2.5 Flash, simulated","inputTokenLimit":1048576,"outputTokenLimit":65536,
    "supportedGenerationMethods":["generateContent","countTokens","createCachedContent","batchGenerateContent"],
    "temperature":1,"topP":0.95,"topK":64,"maxTemperature":2,"thinking":true})"));
}

TEST(ModelJson, LeavesOutWhatTheModelLacks) {
  EXPECT_FALSE(model_json(model("gemini-2.0-flash")).contains("thinking"));
  const auto methods = [](const char* id) { return model_json(model(id))["supportedGenerationMethods"].dump(); };
  EXPECT_EQ(methods("gemini-4-argon"), R"(["generateContent","countTokens","batchGenerateContent"])");
  EXPECT_EQ(methods("gemini-embedding-001"), R"(["embedContent","countTokens","asyncBatchEmbedContent"])");
}

TEST(ModelPage, LeadsThroughAllModelsOnce) {
  std::vector<std::string> names;
  std::string token;
  do {
    const auto page = model_page(7, token);
    ASSERT_TRUE(page);
    ASSERT_LE((*page)["models"].size(), 7U);
    for (const auto& each : (*page)["models"])
      names.push_back(each["name"]);
    token = page->value("nextPageToken", "");
  } while (!token.empty());
  ASSERT_EQ(names.size(), catalogue().size());
  for (std::size_t i = 0; i < names.size(); ++i)
    EXPECT_EQ(names[i], "models/" + std::string{catalogue()[i].id});
}

TEST(ModelPage, HasFiftyModelsWhereNoSizeIsGivenAndAtMostAThousand) {
  for (const auto size : {std::size_t{0}, std::size_t{5'000}}) {
    const auto page = model_page(size, "");
    ASSERT_TRUE(page);
    EXPECT_EQ((*page)["models"].size(), catalogue().size()); // of fewer than fifty
    EXPECT_FALSE(page->contains("nextPageToken"));
  }
}

TEST(ModelPage, IsRefusedForATokenThatWasNotIssued) {
  EXPECT_FALSE(model_page(7, "nonsense"));
  EXPECT_FALSE(model_page(7, "cGFnZTo5OTk=")); // page:999
}

} // namespace
} // namespace geminid::sim::catalogue_test
