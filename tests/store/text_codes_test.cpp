#include "server/store/base64.hpp"
#include "server/store/hex.hpp"
#include "server/store/random.hpp"

#include <gtest/gtest.h>

#include <set>

namespace geminid::text_codes_test {
using namespace geminid::store;

namespace {

TEST(Base64, WritesTheVectorsOfRfc4648AndReadsThemBack) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
}

TEST(Base64, ReadsNothingElse) {
  for (const auto* text : {"Zg=", "Zg", "Z", "Zh==", " Zm9v", "Zm9v\n", "Zm\n9", "====", "Zg==Zg==", "Zm9-", "=Zg="})
    EXPECT_FALSE(from_base64(text)) << text;
}

TEST(Hex, ReadsWhatItWritesInEitherCase) {
  EXPECT_EQ(to_hex(std::string_view{"\x00\x7f\xff", 3}), "007fff");
  EXPECT_EQ(from_hex("007fFF"), (std::string{"\x00\x7f\xff", 3}));
  EXPECT_EQ(from_hex(""), "");
}

TEST(Hex, ReadsNothingElse) {
  for (const auto* text : {"0", "0g", " 0", "0x00"})
    EXPECT_FALSE(from_hex(text)) << text;
}

TEST(Random, HasTheSizeThatWasAskedFor) {
  for (const std::size_t size : {0U, 1U, 12U, 48U, 1000U}) {
    EXPECT_EQ(random_bytes(size).size(), size);
    EXPECT_EQ(random_hex(size).size(), 2 * size);
    EXPECT_EQ(random_base62(size).size(), size);
  }
}

TEST(Random, IsAnotherOneEachTime) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    seen.insert(random_hex(12));
    seen.insert(make_user_key());
  }
  EXPECT_EQ(seen.size(), 2000U);
}

TEST(Random, UsesAllOfBase62AndNothingElse) {
  const auto text = random_base62(100'000);
  EXPECT_EQ((std::set<char>{text.begin(), text.end()}).size(), 62U);
  EXPECT_EQ(text.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
            std::string::npos);
}

TEST(Random, MakesUserKeysOf51Characters) {
  const auto key = make_user_key();
  EXPECT_TRUE(key.starts_with("sk-"));
  EXPECT_EQ(key.size(), 51U);
}

} // namespace
} // namespace geminid::text_codes_test
