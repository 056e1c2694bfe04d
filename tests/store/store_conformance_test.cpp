// What every Store must do, whichever engine is behind it. Another engine: one more line in `engines`.
#include "server/store/rocks_store.hpp"
#include "server/store/staged_store.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/temp_directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace geminid::store_conformance_test {
using geminid::Store;
using geminid::StoreWrite;

namespace {

/// Where an engine keeps its data while it is closed and opened again.
struct Medium {
  geminid::test::TempDirectory directory;
  std::shared_ptr<geminid::test::MemoryDisk> disk = std::make_shared<geminid::test::MemoryDisk>();
};

/// Keeps what it stages over a base when it is closed, as a migration does at its end.
class WrittenThrough final : public Store {
public:
  explicit WrittenThrough(const std::shared_ptr<geminid::test::MemoryDisk>& disk) : base_(disk), staged_(base_) {}
  ~WrittenThrough() override { (void)base_.commit(staged_.writes()); }

  geminid::Result<geminid::Done> commit(const std::vector<StoreWrite>& writes) override {
    return staged_.commit(writes);
  }
  geminid::Result<std::vector<geminid::StoreEntry>> scan(std::string_view prefix) const override {
    return staged_.scan(prefix);
  }
  geminid::Result<std::optional<std::string>> get(std::string_view key) const override { return staged_.get(key); }

private:
  geminid::test::MemoryStore base_;
  geminid::store::StagedStore staged_;
};

struct Engine {
  const char* name;
  std::unique_ptr<Store> (*open)(const Medium&);
};

std::unique_ptr<Store> open_rocks(const Medium& medium) {
  auto store = geminid::store::open_rocks_store(medium.directory.path() / "db");
  EXPECT_TRUE(store) << store.error().message;
  return store ? std::move(*store) : nullptr;
}

const Engine engines[] = {
    {"Rocks", open_rocks},
    {"Memory",
     [](const Medium& medium) -> std::unique_ptr<Store> {
       return std::make_unique<geminid::test::MemoryStore>(medium.disk);
     }},
    {"Staged",
     [](const Medium& medium) -> std::unique_ptr<Store> { return std::make_unique<WrittenThrough>(medium.disk); }},
};

class StoreConformance : public testing::TestWithParam<Engine> {
protected:
  void SetUp() override {
    reopen();
    ASSERT_NE(store_, nullptr);
  }

  void reopen() {
    store_.reset();
    store_ = GetParam().open(medium_);
  }

  void commit(const std::vector<StoreWrite>& writes) {
    const auto done = store_->commit(writes);
    ASSERT_TRUE(done) << done.error().message;
  }

  std::string get(std::string_view key) {
    const auto value = store_->get(key);
    return !value ? "error: " + value.error().message : value->value_or("(absent)");
  }

  /// "key=value key=value"
  std::string scan(std::string_view prefix) { return shown(store_->scan(prefix)); }
  std::string scan_back(std::string_view prefix, std::string_view before, std::size_t count) {
    return shown(store_->scan_back(prefix, before, count));
  }
  static std::string shown(const geminid::Result<std::vector<geminid::StoreEntry>>& entries) {
    if (!entries)
      return "error: " + entries.error().message;
    std::string text;
    for (const auto& [key, value] : *entries)
      text += (text.empty() ? "" : " ") + key + "=" + value;
    return text;
  }

  Medium medium_;
  std::unique_ptr<Store> store_;
};

TEST_P(StoreConformance, IsEmptyAtFirst) {
  EXPECT_EQ(get("a"), "(absent)");
  EXPECT_EQ(scan(""), "");
}

TEST_P(StoreConformance, GivesBackWhatWasCommitted) {
  commit({{"a", "1"}, {"b", "2"}});
  EXPECT_EQ(get("a"), "1");
  EXPECT_EQ(get("b"), "2");
  EXPECT_EQ(get("ab"), "(absent)");
}

TEST_P(StoreConformance, OverwritesAndDeletes) {
  commit({{"a", "1"}, {"b", "2"}});
  commit({{"a", "3"}, {"b", std::nullopt}, {"never there", std::nullopt}});
  EXPECT_EQ(scan(""), "a=3");
}

TEST_P(StoreConformance, AppliesTheWritesOfOneCommitInOrder) {
  commit({{"a", "1"}, {"a", "2"}, {"b", "1"}, {"b", std::nullopt}, {"c", std::nullopt}, {"c", "3"}});
  EXPECT_EQ(scan(""), "a=2 c=3");
}

TEST_P(StoreConformance, AnEmptyCommitSucceeds) {
  commit({});
  EXPECT_EQ(scan(""), "");
}

TEST_P(StoreConformance, AnEmptyValueIsNotAnAbsentOne) {
  commit({{"a", ""}});
  EXPECT_EQ(get("a"), "");
  EXPECT_EQ(scan(""), "a=");
}

TEST_P(StoreConformance, ScansAPrefixInByteOrderAndNothingBesides) {
  commit({{"key/2", "x"}, {"key/10", "y"}, {"key", "n"}, {"key0", "n"}, {"kex/9", "n"}, {"key/\xff", "z"}});
  EXPECT_EQ(scan("key/"), "key/10=y key/2=x key/\xff=z");
  EXPECT_EQ(scan("nothing"), "");
}

TEST_P(StoreConformance, ScansPagesBackFromTheNewestEnd) {
  commit(
      {{"log/1", "a"}, {"log/2", "b"}, {"log/3", "c"}, {"log", "n"}, {"log0", "n"}, {"\xff", "z"}, {"\xff\xff", "y"}});
  EXPECT_EQ(scan_back("log/", "", 2), "log/3=c log/2=b");
  EXPECT_EQ(scan_back("log/", "log/2", 2), "log/1=a");
  EXPECT_EQ(scan_back("log/", "log/1", 2), "");
  EXPECT_EQ(scan_back("log/", "log/25", 9), "log/2=b log/1=a");
  EXPECT_EQ(scan_back("log/", "zzz", 1), "log/3=c");
  EXPECT_EQ(scan_back("log/", "aaa", 9), "");
  EXPECT_EQ(scan_back("", "", 2), "\xff\xff=y \xff=z");
  EXPECT_EQ(scan_back("", "log/1", 1), "log=n");
  EXPECT_EQ(scan_back("\xff", "", 9), "\xff\xff=y \xff=z");
  EXPECT_EQ(scan_back("nothing", "", 9), "");
}

TEST_P(StoreConformance, ScansAPrefixThatEndsInTheHighestByte) {
  commit({{"\xff", "1"}, {"\xff\xff", "2"}, {"\xfe", "0"}});
  EXPECT_EQ(scan("\xff"), "\xff=1 \xff\xff=2");
}

TEST_P(StoreConformance, KeepsEveryByteOfKeysAndValues) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte)
    all += static_cast<char>(byte);
  commit({{"a" + all, all}, {std::string{"a\0", 2}, std::string{"\0", 1}}});
  reopen();
  EXPECT_EQ(get("a" + all), all);
  EXPECT_EQ(get(std::string_view{"a\0", 2}), (std::string{"\0", 1}));
  EXPECT_EQ(get("a"), "(absent)");
}

TEST_P(StoreConformance, KeepsAMegabyteInOneValue) {
  const std::string large(1 << 20, 'x');
  commit({{"large", large}});
  reopen();
  EXPECT_EQ(get("large"), large);
}

TEST_P(StoreConformance, HoldsEverythingAfterOpeningAgain) {
  commit({{"a", "1"}, {"b", "2"}});
  reopen();
  commit({{"b", std::nullopt}, {"c", "3"}});
  reopen();
  EXPECT_EQ(scan(""), "a=1 c=3");
}

TEST_P(StoreConformance, DoesAsAMapDoesOverAThousandRandomCommits) {
  std::mt19937 random{20261123};
  const auto below = [&random](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  std::map<std::string, std::string> model;
  for (int round = 0; round < 1000; ++round) {
    std::vector<StoreWrite> writes;
    for (int i = below(5); i >= 0; --i) {
      auto key = std::to_string(below(4)) + "/" + std::to_string(below(50));
      if (below(3) == 0) {
        model.erase(key);
        writes.push_back({std::move(key), std::nullopt});
      } else {
        model[key] = std::to_string(random());
        const auto& value = model[key];
        writes.push_back({std::move(key), value});
      }
    }
    commit(writes);
    if (round % 250 == 249)
      reopen();
  }
  const auto entries = store_->scan("");
  ASSERT_TRUE(entries);
  const auto same = [](const geminid::StoreEntry& entry, const auto& expected) {
    return entry.key == expected.first && entry.value == expected.second;
  };
  EXPECT_TRUE(std::equal(entries->begin(), entries->end(), model.begin(), model.end(), same));
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreConformance, testing::ValuesIn(engines),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST(MemoryStore, FailsTheNextCommitsOnRequestAndWritesNothingOfThem) {
  geminid::test::MemoryStore store;
  store.fail_next_commits(2, {"scripted"});
  for (int i = 0; i < 2; ++i) {
    const auto failed = store.commit({{"a", "1"}});
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().message, "scripted");
  }
  EXPECT_TRUE(store.disk().empty());
  EXPECT_TRUE(store.commit({{"a", "1"}}));
  EXPECT_EQ(store.commit_count(), 1);
}

} // namespace
} // namespace geminid::store_conformance_test
