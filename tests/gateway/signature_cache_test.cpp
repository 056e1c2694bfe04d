#include "server/gateway/signature_cache.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace geminid::gateway::signature_cache_test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Instant noon{Duration{1'800'000'000'000}};
constexpr std::uint8_t gemini_3 = 30;
constexpr std::uint8_t gemini_4 = 40;

std::string key(std::string_view id, std::string_view user = "ann") {
  return SignatureCache::key(user, id, "f");
}

// Of so many entries of `key("1")`'s size with signatures of `signature_bytes`.
std::size_t cost_of(std::size_t entries, std::size_t signature_bytes) {
  SignatureCache one;
  one.remember(key("1"), gemini_3, std::string(signature_bytes, 'A'), noon);
  return entries * one.bytes();
}

TEST(SignatureCache, FindsWhatItWasGiven) {
  SignatureCache cache;
  EXPECT_EQ(cache.find(key("1"), gemini_3, noon), "");
  cache.remember(key("1"), gemini_3, "QUJD", noon);
  cache.remember(key("2"), gemini_3, "REVG", noon);
  EXPECT_EQ(cache.find(key("1"), gemini_3, noon), "QUJD");
  EXPECT_EQ(cache.find(key("2"), gemini_3, noon), "REVG");
}

TEST(SignatureCache, ShowsNoUserWhatIsAnothers) {
  SignatureCache cache;
  cache.remember(SignatureCache::key("ann", "call", "get"), gemini_3, "QUJD", noon);
  for (const auto& other :
       {SignatureCache::key("bob", "call", "get"), SignatureCache::key("an", "call", "nget"),
        SignatureCache::key("an", std::string_view{"get\0call", 8}, std::string_view{"n", 1}),
        SignatureCache::key("annget", "call", ""), SignatureCache::key("", "call", std::string_view{"ann\0get", 7})})
    EXPECT_EQ(cache.find(other, gemini_3, noon), "");
}

TEST(SignatureCache, TakesACallOfAnotherFunctionForAnother) {
  SignatureCache cache;
  cache.remember(SignatureCache::key("ann", "fc1", "get"), gemini_3, "QUJD", noon);
  EXPECT_EQ(cache.find(SignatureCache::key("ann", "fc1", "set"), gemini_3, noon), "");
}

TEST(SignatureCache, GivesAnotherGenerationOfModelsNothing) {
  SignatureCache cache;
  cache.remember(key("1"), gemini_3, "QUJD", noon);
  EXPECT_EQ(cache.find(key("1"), gemini_4, noon), "");
  EXPECT_EQ(cache.find(key("1"), gemini_3, noon), "QUJD") << "the conversation may come back to its model";
}

TEST(SignatureCache, LetsTheLastCallOfAnIdCount) {
  SignatureCache cache;
  cache.remember(key("1"), gemini_3, "QUJD", noon);
  cache.remember(key("1"), gemini_4, "REVG", noon);
  EXPECT_EQ(cache.find(key("1"), gemini_4, noon), "REVG");
  EXPECT_EQ(cache.size(), 1U);
  EXPECT_EQ(cache.bytes(), cost_of(1, 4));
}

TEST(SignatureCache, ForgetsWhatIsTooOld) {
  SignatureCache cache{{.kept_for = 1h}};
  cache.remember(key("1"), gemini_3, "QUJD", noon);
  EXPECT_EQ(cache.find(key("1"), gemini_3, noon + 1h - 1ms), "QUJD");
  EXPECT_EQ(cache.find(key("1"), gemini_3, noon + 1h), "");
  EXPECT_EQ(cache.size(), 0U);
}

TEST(SignatureCache, ForgetsWhatIsTooOldThoughNobodyAsksForIt) {
  SignatureCache cache{{.kept_for = 1h}};
  cache.remember(key("1"), gemini_3, "QUJD", noon);
  cache.remember(key("2"), gemini_3, "QUJD", noon + 1min);
  cache.remember(key("3"), gemini_3, "QUJD", noon + 1h);
  EXPECT_EQ(cache.size(), 2U);
}

TEST(SignatureCache, HoldsNoMoreThanSoManyAndLosesWhatWasNotAskedForTheLongest) {
  SignatureCache cache{{.entries_max = 3}};
  for (const auto* id : {"1", "2", "3"})
    cache.remember(key(id), gemini_3, "QUJD", noon);
  EXPECT_EQ(cache.find(key("1"), gemini_3, noon), "QUJD");
  cache.remember(key("4"), gemini_3, "QUJD", noon);
  EXPECT_EQ(cache.size(), 3U);
  EXPECT_EQ(cache.find(key("2"), gemini_3, noon), "");
  for (const auto* id : {"1", "3", "4"})
    EXPECT_EQ(cache.find(key(id), gemini_3, noon), "QUJD") << id;
}

TEST(SignatureCache, HoldsNoMoreThanSoManyBytes) {
  const auto three = cost_of(3, 1000);
  SignatureCache cache{{.bytes_max = three}};
  const std::string signature(1000, 'A');
  for (const auto* id : {"1", "2", "3", "4"}) {
    cache.remember(key(id), gemini_3, signature, noon);
    EXPECT_LE(cache.bytes(), three);
  }
  EXPECT_EQ(cache.size(), 3U);
  cache.remember(key("5"), gemini_3, std::string(1001, 'A'), noon);
  EXPECT_EQ(cache.size(), 2U);
  for (const auto* id : {"4", "5"})
    cache.forget(key(id));
  EXPECT_EQ(cache.bytes(), 0U);
}

TEST(SignatureCache, LeavesOutWhatWouldPushOutTooMuch) {
  SignatureCache cache{{.signature_bytes_max = 10}};
  cache.remember(key("1"), gemini_3, std::string(11, 'A'), noon);
  cache.remember(key(std::string(2000, 'x')), gemini_3, "QUJD", noon);
  EXPECT_EQ(cache.size(), 0U);
  cache.remember(key("1"), gemini_3, std::string(10, 'A'), noon);
  EXPECT_EQ(cache.size(), 1U);
}

TEST(SignatureCache, TellsTranslationWhatAUserDroppedAndWhichThatWere) {
  SignatureCache cache;
  const std::string ann = "ann";
  const std::string bob = "bob";
  cache.remember(key("1"), gemini_3, "QUJD", noon);
  std::vector<std::string> found;
  EXPECT_EQ(cache.lookup(ann, noon, found)("1", "f", gemini_3), "QUJD");
  EXPECT_EQ(cache.lookup(ann, noon, found)("2", "f", gemini_3), "");
  EXPECT_EQ(cache.lookup(ann, noon, found)("1", "f", gemini_4), "");
  EXPECT_EQ(cache.lookup(ann, noon, found)(std::string(1'000'000, 'x'), "f", gemini_3), "");
  EXPECT_EQ(cache.lookup(bob, noon, found)("1", "f", gemini_3), "");
  EXPECT_THAT(found, ElementsAre(key("1")));
}

class Changes : public testing::Test {
protected:
  Changes() {
    cache.on_change([this](const std::string& changed) { told.push_back(changed); });
  }
  std::vector<std::string> take() { return std::exchange(told, {}); }

  SignatureCache cache{{.entries_max = 2, .kept_for = 1h}};
  std::vector<std::string> told;
};

TEST_F(Changes, AreToldOfWhatComesAndGoes) {
  cache.remember(key("1"), gemini_3, "QUJD", noon);
  EXPECT_THAT(take(), ElementsAre(key("1")));
  ASSERT_TRUE(cache.entry(key("1")));
  EXPECT_EQ(cache.entry(key("1"))->signature, "QUJD");
  cache.remember(key("2"), gemini_3, "QUJD", noon);
  cache.remember(key("3"), gemini_3, "QUJD", noon);
  EXPECT_THAT(take(), ElementsAre(key("2"), key("3"), key("1"))) << "the first was one too many";
  EXPECT_FALSE(cache.entry(key("1")));
  cache.forget(key("2"));
  cache.forget(key("2"));
  EXPECT_THAT(take(), ElementsAre(key("2")));
  EXPECT_EQ(cache.find(key("3"), gemini_3, noon + 1h), "");
  EXPECT_THAT(take(), ElementsAre(key("3")));
}

TEST_F(Changes, AreNoneWhenASignatureIsAskedFor) {
  cache.remember(key("1"), gemini_3, "QUJD", noon);
  take();
  EXPECT_EQ(cache.find(key("1"), gemini_3, noon), "QUJD");
  EXPECT_EQ(cache.find(key("1"), gemini_4, noon), "");
  EXPECT_THAT(take(), IsEmpty());
}

TEST_F(Changes, AreWhatARestartFindsTooMuch) {
  cache.restore({{key("3"), gemini_3, noon + 3min, "QUJD"},
                 {key("1"), gemini_3, noon + 1min, "QUJD"},
                 {key("2"), gemini_3, noon + 2min, "QUJD"}});
  EXPECT_THAT(take(), ElementsAre(key("1"))) << "the oldest";
  EXPECT_EQ(cache.find(key("2"), gemini_3, noon + 4min), "QUJD");
  EXPECT_EQ(cache.find(key("3"), gemini_3, noon + 4min), "QUJD");
  EXPECT_EQ(cache.find(key("2"), gemini_3, noon + 2min + 1h), "") << "its age outlives a restart";
}

} // namespace
} // namespace geminid::gateway::signature_cache_test
