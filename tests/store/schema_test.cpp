#include "server/store/schema.hpp"
#include "tests/support/memory_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::schema_test {
using store::Migration;
using store::prepare_schema;
using test::MemoryDisk;
using test::MemoryStore;
using testing::HasSubstr;

namespace {

// Adds a letter to the value at "word", so that the order of migrations shows.
Migration append(std::string letter) {
  return [letter = std::move(letter)](Store& store) -> Result<Done> {
    const auto word = store.get("word");
    if (!word)
      return word.error();
    return store.commit({{"word", word->value_or("") + letter}, {"made/" + letter, "x"}});
  };
}

const Migration failing = [](Store& store) -> Result<Done> {
  if (auto done = store.commit({{"half", "done"}, {"word", std::nullopt}}); !done)
    return done;
  return Error{"record 7 is odd"};
};

MemoryStore store_with(MemoryDisk disk) {
  return MemoryStore{std::make_shared<MemoryDisk>(std::move(disk))};
}

TEST(Schema, ANewStoreGetsThePresentVersionAndNoMigration) {
  MemoryStore store;
  ASSERT_TRUE(prepare_schema(store, std::vector{append("a"), append("b")}));
  EXPECT_EQ(store.disk(), (MemoryDisk{{"meta/version", "3"}}));
}

TEST(Schema, TodaysVersionIsOne) {
  MemoryStore store;
  ASSERT_TRUE(prepare_schema(store));
  EXPECT_EQ(store.disk(), (MemoryDisk{{"meta/version", "1"}}));
}

TEST(Schema, AStoreOfThePresentVersionIsLeftAlone) {
  auto store = store_with({{"meta/version", "2"}, {"word", "w"}});
  ASSERT_TRUE(prepare_schema(store, std::vector{append("a")}));
  EXPECT_EQ(store.commit_count(), 0);
}

TEST(Schema, AnOlderStoreGetsTheMissingMigrationsInOrderInOneCommit) {
  auto store = store_with({{"meta/version", "2"}, {"word", "w"}});
  ASSERT_TRUE(prepare_schema(store, std::vector{append("a"), append("b"), append("c")}));
  EXPECT_EQ(store.disk(), (MemoryDisk{{"made/b", "x"}, {"made/c", "x"}, {"meta/version", "4"}, {"word", "wbc"}}));
  EXPECT_EQ(store.commit_count(), 1);
}

TEST(Schema, AFailedMigrationChangesNothingAndSaysWhich) {
  const MemoryDisk before{{"meta/version", "1"}, {"word", "w"}};
  auto store = store_with(before);
  const auto done = prepare_schema(store, std::vector{append("a"), failing});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "the store could not be migrated from format version 2 to 3: record 7 is odd");
  EXPECT_EQ(store.disk(), before);
}

TEST(Schema, AFailedCommitChangesNothing) {
  const MemoryDisk before{{"meta/version", "1"}, {"word", "w"}};
  auto store = store_with(before);
  store.fail_next_commits(1, {"full"});
  const auto done = prepare_schema(store, std::vector{append("a")});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "full");
  EXPECT_EQ(store.disk(), before);
}

TEST(Schema, ANewerStoreIsRefused) {
  auto store = store_with({{"meta/version", "9"}});
  const auto done = prepare_schema(store, std::vector{append("a")});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "the store has format version 9, this geminid knows up to 2: use a newer geminid");
}

TEST(Schema, AVersionThatIsNoNumberIsRefused) {
  for (const auto* version : {"", "0", "-1", "1x", "one", "99999999999999999999999"}) {
    auto store = store_with({{"meta/version", version}});
    const auto done = prepare_schema(store);
    ASSERT_FALSE(done) << version;
    EXPECT_THAT(done.error().message, HasSubstr("format version cannot be read")) << version;
  }
}

TEST(Schema, DataWithoutAVersionIsRefusedAndKept) {
  const MemoryDisk before{{"somebody", "else's"}};
  auto store = store_with(before);
  const auto done = prepare_schema(store);
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message, HasSubstr("holds data but no format version"));
  EXPECT_EQ(store.disk(), before);
}

} // namespace
} // namespace geminid::schema_test
