#include "server/store/passphrase_box.hpp"
#include "server/store/random.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace geminid::store::passphrase_box_test {
namespace {

using nlohmann::json;

constexpr auto passphrase = "a long enough passphrase";

TEST(PassphraseBox, GivesBackWhatItSealedToWhoKnowsThePassphrase) {
  for (const auto size : {std::size_t{0}, std::size_t{1}, std::size_t{300'000}}) {
    const auto content = random_bytes(size);
    const auto opened = open_with_passphrase(seal_with_passphrase(content, passphrase), passphrase);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(*opened, content);
  }
}

TEST(PassphraseBox, IsOneLineThatHoldsNothingOfItsContentAndIsSmallerThanIt) {
  const std::string content(10'000, 'x');
  const auto document = seal_with_passphrase(content, passphrase);
  EXPECT_EQ(document.find('\n'), std::string::npos);
  EXPECT_EQ(document.find("xxx"), std::string::npos);
  EXPECT_LT(document.size(), 500U);
  EXPECT_NE(document, seal_with_passphrase(content, passphrase));
}

TEST(PassphraseBox, IsNotOpenedByAnotherPassphrase) {
  const auto opened = open_with_passphrase(seal_with_passphrase("content", passphrase), "another passphrase");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().field, "passphrase");
}

TEST(PassphraseBox, SaysWhichMemberIsWrong) {
  const auto good = json::parse(seal_with_passphrase("content", passphrase));
  const auto field = [&](const json& patch) {
    auto document = good;
    document.merge_patch(patch);
    const auto opened = open_with_passphrase(document.dump(), passphrase);
    return opened ? std::string{"none"} : opened.error().field;
  };
  EXPECT_EQ(field(json::object()), "none");
  EXPECT_EQ(field({{"format", "other"}}), "document");
  EXPECT_EQ(field({{"version", 2}}), "document.version");
  EXPECT_EQ(field({{"version", nullptr}}), "document.version");
  EXPECT_EQ(field({{"kdf", {{"ln", 40}}}}), "document.kdf.ln"); // would take a terabyte
  EXPECT_EQ(field({{"kdf", {{"p", 1'000'000}}}}), "document.kdf.p");
  EXPECT_EQ(field({{"kdf", {{"name", "none"}}}}), "document.kdf.name");
  EXPECT_EQ(field({{"kdf", {{"salt", "?"}}}}), "document.kdf.salt");
  EXPECT_EQ(field({{"nonce", "AAAA"}}), "document.nonce");
  EXPECT_EQ(field({{"ciphertext", ""}}), "document.ciphertext");
  EXPECT_EQ(field({{"more", 1}}), "document.more");
  EXPECT_EQ(open_with_passphrase("no JSON", passphrase).error().field, "document");
  EXPECT_EQ(open_with_passphrase("{}", passphrase).error().field, "document");
}

TEST(PassphraseBox, FindsEveryDamageOfTheCiphertext) {
  auto document = json::parse(seal_with_passphrase("content", passphrase));
  auto ciphertext = document["ciphertext"].get<std::string>();
  ciphertext[0] = ciphertext[0] == 'A' ? 'B' : 'A';
  document["ciphertext"] = ciphertext;
  EXPECT_EQ(open_with_passphrase(document.dump(), passphrase).error().field, "passphrase");
}

} // namespace
} // namespace geminid::store::passphrase_box_test
