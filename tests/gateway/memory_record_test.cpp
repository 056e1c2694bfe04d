#include "server/gateway/memory_record.hpp"
#include "server/store/openssl_secret_box.hpp"

#include <gtest/gtest.h>

namespace geminid::gateway::memory_record_test {
namespace {

constexpr Instant noon{Duration{1'800'000'000'000}};

class MemoryRecord : public testing::Test {
protected:
  std::unique_ptr<SecretBox> box = std::move(*store::make_secret_box(std::string(32, 'k')));
  RememberedSignature signature{SignatureCache::key("ann", "call_1", "get_weather"), 30, noon, "c2lnbmF0dXJl"};
};

StoreEntry stored(StoreWrite write) {
  return {std::move(write.key), std::move(*write.value)};
}

TEST_F(MemoryRecord, BringsASignatureBack) {
  const auto entry = stored(to_record(signature, *box));
  EXPECT_EQ(entry.key, signature_record_key(signature.key, *box));
  const auto read = signature_from_record(entry, *box);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->key, signature.key);
  EXPECT_EQ(read->generation, 30);
  EXPECT_EQ(read->made_at, noon);
  EXPECT_EQ(read->signature, "c2lnbmF0dXJl");
}

TEST_F(MemoryRecord, TellsWhoReadsTheDiskNothingOfAConversation) {
  const auto entry = stored(to_record(signature, *box));
  for (const auto* word : {"ann", "call_1", "get_weather", "c2lnbmF0dXJl"})
    EXPECT_EQ((entry.key + entry.value).find(word), std::string::npos) << word;
}

TEST_F(MemoryRecord, OpensASignatureInItsOwnPlaceOnly) {
  auto entry = stored(to_record(signature, *box));
  entry.key = signature_record_key(SignatureCache::key("bob", "call_1", "get_weather"), *box);
  EXPECT_FALSE(signature_from_record(entry, *box));
}

TEST_F(MemoryRecord, IsAnErrorWhenASignatureIsDamaged) {
  auto entry = stored(to_record(signature, *box));
  const auto& place = entry.key;
  for (const auto& value :
       {std::string{}, entry.value.substr(0, 20), box->seal("no JSON", place), box->seal("{}", place),
        box->seal(R"({"key":1,"generation":30,"made_at":1,"signature":"QUJD"})", place)}) {
    const auto read = signature_from_record({place, value}, *box);
    ASSERT_FALSE(read) << value;
    EXPECT_NE(read.error().message, "");
  }
}

TEST_F(MemoryRecord, BringsFindingsBack) {
  const std::vector<Finding> findings{
      {policy::RefusedField::thinking, R"("thinkingConfig":{"thinkingBudget":1})", noon},
      {policy::RefusedField::penalties, R"("presencePenalty":)", noon + Duration{1}}};
  const auto entry = stored(to_record("gemini-2.0-flash", findings));
  EXPECT_EQ(entry.key, "finding/gemini-2.0-flash");
  const auto read = findings_from_record(entry);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->model, "gemini-2.0-flash");
  ASSERT_EQ(read->findings.size(), 2U);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    EXPECT_EQ(read->findings[i].field, findings[i].field);
    EXPECT_EQ(read->findings[i].removed, findings[i].removed);
    EXPECT_EQ(read->findings[i].until, findings[i].until);
  }
}

TEST_F(MemoryRecord, KnowsEveryFieldByAName) {
  using enum policy::RefusedField;
  for (const auto field : {thinking, penalties, logprobs, candidate_count, signatures}) {
    const auto read = findings_from_record(stored(to_record("m", {{field, "x", noon}})));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->findings.at(0).field, field);
  }
}

TEST_F(MemoryRecord, IsAnErrorWhenFindingsAreDamaged) {
  for (const auto* value : {"", "[]", "{}", R"({"findings":[{"field":"thinking","removed":"x"}]})",
                            R"({"findings":[{"field":"tea","removed":"x","until":1}]})"})
    EXPECT_FALSE(findings_from_record({"finding/m", value})) << value;
}

} // namespace
} // namespace geminid::gateway::memory_record_test
