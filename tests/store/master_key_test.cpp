#include "server/store/master_key.hpp"
#include "server/store/openssl_secret_box.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace geminid::master_key_test {
using geminid::store::load_master_key;
using geminid::store::make_secret_box;
using geminid::store::verify_master_key;
using testing::HasSubstr;
namespace fs = std::filesystem;

namespace {

class MasterKey : public testing::Test {
protected:
  MasterKey() : directory_(temp_.path() / "data"), file_(directory_ / "master.key") {}

  void write_file(std::string_view content, fs::perms mode) {
    fs::create_directories(directory_);
    std::ofstream{file_} << content;
    fs::permissions(file_, mode);
  }

  std::string file_error() {
    const auto key = load_master_key(directory_, std::nullopt);
    return key ? "(loaded)" : key.error().message;
  }

  geminid::test::TempDirectory temp_;
  fs::path directory_;
  fs::path file_;
};

constexpr auto owner_only = fs::perms::owner_read | fs::perms::owner_write;

TEST_F(MasterKey, IsMadeOnceAndKeptForTheOwnerAlone) {
  const auto first = load_master_key(directory_, std::nullopt);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->size(), 32U);
  EXPECT_EQ(fs::status(file_).permissions(), owner_only);
  EXPECT_EQ(fs::status(directory_).permissions(), fs::perms::owner_all);
  const auto second = load_master_key(directory_, std::nullopt);
  ASSERT_TRUE(second);
  EXPECT_EQ(*second, *first);
  EXPECT_EQ(std::distance(fs::directory_iterator{directory_}, {}), 1) << "no temporary file is left";
}

TEST_F(MasterKey, DiffersBetweenDataDirectories) {
  EXPECT_NE(*load_master_key(directory_, std::nullopt), *load_master_key(temp_.path() / "other", std::nullopt));
}

TEST_F(MasterKey, IsMadeAlsoWhenACrashLeftATemporaryFileBehind) {
  fs::create_directories(directory_);
  std::ofstream{directory_ / "master.key.new"} << "half";
  EXPECT_EQ(file_error(), "(loaded)");
  EXPECT_EQ(file_error(), "(loaded)");
}

TEST_F(MasterKey, IsTheHashOfTheEnvironmentsTextAndMakesNoFile) {
  const auto key = load_master_key(directory_, "correct horse battery");
  ASSERT_TRUE(key);
  EXPECT_EQ(key->size(), 32U);
  EXPECT_EQ(*load_master_key(directory_, "correct horse battery"), *key);
  EXPECT_NE(*load_master_key(directory_, "correct horse batterx"), *key);
  EXPECT_FALSE(fs::exists(file_));
}

TEST_F(MasterKey, OfTheEnvironmentHasAtLeastSixteenCharacters) {
  EXPECT_TRUE(load_master_key(directory_, "0123456789abcdef"));
  EXPECT_TRUE(load_master_key(directory_, "这是一个足够长的主密钥用于测试一"));
  for (const auto* text : {"", "0123456789abcde", "十五个字的主密钥不够长啊哈哈"}) {
    const auto key = load_master_key(directory_, text);
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(key.error().message, "GEMINID_MASTER_KEY must have at least 16 characters");
    EXPECT_EQ(key.error().field, "GEMINID_MASTER_KEY");
  }
}

TEST_F(MasterKey, FileThatOthersCanReadIsTakenFromThem) {
  write_file(std::string(64, 'a'), fs::perms::all);
  EXPECT_EQ(file_error(), "(loaded)");
  EXPECT_EQ(fs::status(file_).permissions(), owner_only);
}

TEST_F(MasterKey, FileOfAnotherLengthOrShapeIsRefused) {
  for (const auto& content : {std::string{}, std::string(63, 'a'), std::string(66, 'a'), std::string(64, 'g'),
                              std::string(64, 'a') + "\n\n", std::string(32, '\1')}) {
    write_file(content, owner_only);
    EXPECT_EQ(file_error(), file_.string() + " is not a master key: it must hold 64 hexadecimal digits");
  }
  write_file(std::string(1 << 20, 'a'), owner_only);
  EXPECT_THAT(file_error(), HasSubstr("is longer than"));
}

TEST_F(MasterKey, FileMayBeEditedByHand) {
  write_file(std::string(64, 'A') + "\n", owner_only);
  const auto key = load_master_key(directory_, std::nullopt);
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(*key, std::string(32, '\xAA'));
}

TEST_F(MasterKey, ThatIsADirectoryIsRefused) {
  fs::create_directories(file_);
  EXPECT_THAT(file_error(), HasSubstr("is not a regular file"));
}

TEST_F(MasterKey, CannotBeMadeBelowAFile) {
  std::ofstream{directory_} << "text";
  EXPECT_THAT(file_error(), HasSubstr("is not a directory"));
}

TEST(MasterKeyCheck, FindsAnotherMasterKeyAtTheStart) {
  geminid::test::MemoryStore store;
  const auto box = make_secret_box(std::string(32, 'a'));
  const auto other = make_secret_box(std::string(32, 'b'));
  ASSERT_TRUE(verify_master_key(store, **box));
  ASSERT_TRUE(verify_master_key(store, **box));
  EXPECT_EQ(store.commit_count(), 1);
  const auto wrong = verify_master_key(store, **other);
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().message, HasSubstr("the master key is not the one"));
  EXPECT_EQ(store.commit_count(), 1);
}

TEST(MasterKeyCheck, SaysWhenItCannotBeStored) {
  geminid::test::MemoryStore store;
  store.fail_next_commits(1, {"full"});
  const auto done = verify_master_key(store, **make_secret_box(std::string(32, 'a')));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "full");
}

} // namespace
} // namespace geminid::master_key_test
