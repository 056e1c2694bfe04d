#include "server/store/rocks_store.hpp"
#include "tests/store/child_process.hpp"
#include "tests/support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

namespace geminid::rocks_store_test {
using geminid::store::open_rocks_store;
using geminid::test::ChildProcess;
using testing::HasSubstr;
namespace fs = std::filesystem;

namespace {

class RocksStore : public testing::Test {
protected:
  RocksStore() : directory_(temp_.path() / "data") {}

  static ChildProcess child(const std::string& task, const fs::path& directory) {
    return ChildProcess{{STORE_CHILD, task, directory.string()}};
  }

  static std::string open_error(const fs::path& directory) {
    const auto store = open_rocks_store(directory);
    return store ? "(opened)" : store.error().message;
  }

  static fs::perms mode(const fs::path& path) { return fs::status(path).permissions(); }

  static void overwrite(const fs::path& path, std::string_view content) {
    std::ofstream{path, std::ios::binary | std::ios::trunc} << content;
  }

  geminid::test::TempDirectory temp_;
  fs::path directory_;
};

TEST_F(RocksStore, MakesItsDirectoryForTheOwnerAlone) {
  for (const auto& directory : {directory_, temp_.path() / "deep" / "down" / ""}) {
    ASSERT_EQ(open_error(directory), "(opened)");
    EXPECT_EQ(mode(directory), fs::perms::owner_all);
  }
}

TEST_F(RocksStore, LeavesOtherFilesOfItsDirectoryAlone) {
  ASSERT_EQ(open_error(directory_), "(opened)");
  overwrite(directory_ / "master.key", "mine");
  for (int i = 0; i < 3; ++i)
    ASSERT_EQ(open_error(directory_), "(opened)");
  EXPECT_TRUE(fs::exists(directory_ / "master.key"));
}

TEST_F(RocksStore, KnowsWhatItTakesOfTheDisk) {
  auto store = open_rocks_store(directory_);
  ASSERT_TRUE(store) << store.error().message;
  const auto before = (*store)->bytes_on_disk();
  ASSERT_TRUE((*store)->commit({{"key", std::string(100'000, 'x')}}));
  EXPECT_GE((*store)->bytes_on_disk(), before + 100'000);
}

TEST_F(RocksStore, DoesNotOpenWhatAnotherProcessHasOpen) {
  auto holder = child("hold", directory_);
  ASSERT_EQ(holder.read_line(), "open");
  EXPECT_EQ(open_error(directory_),
            "the data directory " + directory_.string() + " is in use by another process: is geminid running?");
  holder.close_input();
  EXPECT_EQ(holder.wait(), 0);
  EXPECT_EQ(open_error(directory_), "(opened)");
}

TEST_F(RocksStore, DoesNotOpenTwiceInOneProcess) {
  const auto first = open_rocks_store(directory_);
  ASSERT_TRUE(first);
  EXPECT_THAT(open_error(directory_), HasSubstr("in use by another process"));
}

TEST_F(RocksStore, DoesNotOpenAFile) {
  overwrite(directory_, "text");
  EXPECT_EQ(open_error(directory_), "the data directory " + directory_.string() + " is not a directory");
  EXPECT_THAT(open_error(directory_ / "below"), HasSubstr("cannot be made: Not a directory"));
}

TEST_F(RocksStore, SaysThatThePermissionIsMissing) {
  fs::permissions(temp_.path(), fs::perms::all); // another user may look
  fs::create_directory(directory_);
  fs::permissions(directory_, fs::perms::none);
  auto existing = child("unprivileged", directory_);
  const auto report = existing.read_line();
  EXPECT_THAT(report, HasSubstr("the data directory " + directory_.string() + " is not readable and writable"));
  EXPECT_EQ(existing.wait(), 1);

  auto missing = child("unprivileged", directory_ / "below");
  EXPECT_THAT(missing.read_line(), HasSubstr("cannot be made: Permission denied"));
  EXPECT_EQ(missing.wait(), 1);
  fs::permissions(directory_, fs::perms::owner_all);
}

TEST_F(RocksStore, SaysThatTheStoreIsDamaged) {
  ASSERT_EQ(open_error(directory_), "(opened)");
  for (const auto& entry : fs::directory_iterator{directory_})
    if (entry.path().filename().string().starts_with("MANIFEST"))
      overwrite(entry.path(), "garbage where the list of files was");
  const auto message = open_error(directory_);
  EXPECT_THAT(message, HasSubstr("is damaged, restore a backup"));
  EXPECT_EQ(message.find('\n'), std::string::npos);
}

TEST_F(RocksStore, WritesAgainOnceAFullDiskHasRoom) {
  auto writer = child("fill", directory_);
  EXPECT_EQ(writer.read_line(), "done");
  EXPECT_THAT(writer.read_line(), HasSubstr("could not write"));
  EXPECT_EQ(writer.read_line(), "done");
  EXPECT_EQ(writer.wait(), 0);
  const auto store = open_rocks_store(directory_);
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_EQ(*(*store)->get("before"), "1");
  EXPECT_EQ(*(*store)->get("after"), "1");
}

TEST_F(RocksStore, LosesNoAcknowledgedCommitWhenItsProcessIsKilled) {
  long last = -1;
  for (const int commits_before_kill : {1, 2, 17, 60, 3}) {
    auto writer = child("count", directory_);
    for (int i = 0; i < commits_before_kill; ++i) {
      const auto acknowledged = writer.read_line();
      ASSERT_FALSE(acknowledged.empty());
      EXPECT_GT(std::stol(acknowledged), last);
      last = std::stol(acknowledged);
    }
    writer.kill();
    for (auto late = writer.read_line(); !late.empty(); late = writer.read_line())
      last = std::stol(late); // acknowledged between our last look and the kill

    const auto store = open_rocks_store(directory_);
    ASSERT_TRUE(store) << store.error().message;
    for (long n = 0; n <= last; ++n)
      EXPECT_TRUE((*store)->get("n/" + std::to_string(n) + "/a")->has_value()) << n;
    const auto entries = (*store)->scan("n/");
    ASSERT_TRUE(entries);
    EXPECT_EQ(entries->size() % 3, 0U) << "a commit is there in part";
  }
}

} // namespace
} // namespace geminid::rocks_store_test
