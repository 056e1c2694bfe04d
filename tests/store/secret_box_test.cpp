#include "server/store/openssl_secret_box.hpp"

#include <gtest/gtest.h>

#include <set>

namespace geminid::secret_box_test {
using geminid::SecretBox;
using geminid::store::make_secret_box;

namespace {

std::unique_ptr<SecretBox> box_of(char byte) {
  return std::move(*make_secret_box(std::string(32, byte)));
}

class SecretBoxTest : public testing::Test {
protected:
  std::unique_ptr<SecretBox> box_ = box_of('a');
  std::string sealed_ = box_->seal("AIzaSecret", "key/1");
};

TEST_F(SecretBoxTest, OpensWhatItSealed) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte)
    all += static_cast<char>(byte);
  for (const auto& text : {std::string{}, std::string{"AIzaSecret"}, all, std::string(100'000, 'x')})
    for (const auto* context : {"", "key/1"}) {
      const auto opened = box_->open(box_->seal(text, context), context);
      ASSERT_TRUE(opened) << opened.error().message;
      EXPECT_EQ(*opened, text);
    }
}

TEST_F(SecretBoxTest, SealsTheSameTextDifferentlyEachTime) {
  std::set<std::string> sealed;
  for (int i = 0; i < 100; ++i)
    sealed.insert(box_->seal("same", "context"));
  EXPECT_EQ(sealed.size(), 100U);
}

TEST_F(SecretBoxTest, SealsToVersionedTextThatHidesThePlaintext) {
  EXPECT_TRUE(sealed_.starts_with("v1."));
  EXPECT_EQ(sealed_.find("Secret"), std::string::npos);
  EXPECT_EQ(sealed_.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=."),
            std::string::npos);
}

TEST_F(SecretBoxTest, DoesNotOpenInAnotherRecord) {
  EXPECT_FALSE(box_->open(sealed_, "key/2"));
  EXPECT_FALSE(box_->open(sealed_, ""));
}

TEST_F(SecretBoxTest, DoesNotOpenWithAnotherMasterKey) {
  EXPECT_FALSE(box_of('b')->open(sealed_, "key/1"));
}

TEST_F(SecretBoxTest, OpensWithTheSameMasterKeyAfterARestart) {
  const auto opened = box_of('a')->open(sealed_, "key/1");
  ASSERT_TRUE(opened);
  EXPECT_EQ(*opened, "AIzaSecret");
}

TEST_F(SecretBoxTest, StillOpensWhatTheFirstReleaseSealed) {
  const auto opened = box_->open("v1.AAECAwQFBgcICQoLrVqSOPD69ldLlNe18X+R4lS8uagFIggRwGY=", "key/1");
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(*opened, "AIzaSecret");
}

TEST_F(SecretBoxTest, DoesNotOpenWhenAnyCharacterIsAnother) {
  for (std::size_t i = 0; i < sealed_.size(); ++i) {
    auto changed = sealed_;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(box_->open(changed, "key/1")) << i;
  }
}

TEST_F(SecretBoxTest, DoesNotOpenWhatIsCutOrNoSealedText) {
  for (std::size_t size = 0; size < sealed_.size(); ++size)
    EXPECT_FALSE(box_->open(sealed_.substr(0, size), "key/1")) << size;
  for (const auto& text : {sealed_ + "A", sealed_ + "====", "v2." + sealed_.substr(3), std::string{"v1.!!!!"}})
    EXPECT_FALSE(box_->open(text, "key/1")) << text;
}

TEST_F(SecretBoxTest, FingerprintsAreTheSameForTheSameSecretAndMasterKeyOnly) {
  const auto print = box_->fingerprint("AIzaSecret");
  EXPECT_EQ(print.size(), 64U);
  EXPECT_EQ(print.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(box_of('a')->fingerprint("AIzaSecret"), print);
  EXPECT_NE(box_->fingerprint("AIzaSecreu"), print);
  EXPECT_NE(box_of('b')->fingerprint("AIzaSecret"), print);
}

TEST_F(SecretBoxTest, FingerprintsAreWhatTheFirstReleaseMade) {
  EXPECT_EQ(box_->fingerprint("AIzaSecret"), "d2b4c230afb16c12afecd9ab0850323a5dda8a0f98d58cb5818f0067fe5d9015");
}

TEST(SecretBoxKey, MustHave32Bytes) {
  for (const std::size_t size : {0U, 31U, 33U})
    EXPECT_FALSE(make_secret_box(std::string(size, 'a'))) << size;
}

} // namespace
} // namespace geminid::secret_box_test
