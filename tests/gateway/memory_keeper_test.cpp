#include "actors/asio_scheduler.hpp"
#include "actors/ask.hpp"
#include "actors/storage_actor.hpp"
#include "server/gateway/memory_keeper.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/plain_secret_box.hpp"

#include <gmock/gmock.h>

namespace geminid::gateway::memory_keeper_test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing_support::PlainSecretBox;

constexpr Instant noon{Duration{1'800'000'000'000}};
constexpr std::uint8_t gemini_3 = 30;

struct ActorConfig : caf::actor_system_config {
  explicit ActorConfig(net::asio::io_context& io) {
    set("logger.console", caf::atom("none"));
    actors::AsioScheduler::use(*this, io);
  }
};

std::string key(std::string_view id) {
  return SignatureCache::key("ann", id, "f");
}

/// A gateway's memory on a disk that outlives it.
class Memory {
public:
  explicit Memory(std::shared_ptr<test::MemoryDisk> disk, StoredMemory stored = {}) {
    auto made = std::make_unique<test::MemoryStore>(std::move(disk));
    store = made.get();
    storage_ = caf::actor_cast<actors::StorageActor>(
        system_.spawn(actors::storage_actor, std::make_shared<std::unique_ptr<Store>>(std::move(made))));
    keeper_ =
        std::make_unique<MemoryKeeper>(io_, actors::ReplyPort::create(system_, io_), storage_,
                                       std::make_shared<PlainSecretBox>(), signatures, findings, std::move(stored));
    settle();
  }
  ~Memory() {
    caf::anon_send_exit(storage_, caf::exit_reason::user_shutdown);
    settle();
  }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  void remember(std::string_view id, std::string_view signature = "QUJD", Instant now = noon) {
    signatures.remember(key(id), gemini_3, signature, now);
  }
  /// Lets everything be written.
  void settle() {
    test::run(io_, [this] { return test::settle(io_); });
  }
  void stop() {
    test::run(io_, [this] { return keeper_->stop(); });
  }

  SignatureCache signatures{{.entries_max = 40, .kept_for = 1h}};
  FieldFindings findings;
  test::MemoryStore* store = nullptr;

private:
  net::asio::io_context io_{1};
  ActorConfig config_{io_};
  caf::actor_system system_{config_};
  actors::StorageActor storage_;
  std::unique_ptr<MemoryKeeper> keeper_;
};

StoredMemory read(const test::MemoryDisk& disk) {
  StoredMemory stored;
  for (const auto& [place, value] : disk) {
    if (place.starts_with(signature_record_prefix))
      stored.signatures.push_back(*signature_from_record({place, value}, PlainSecretBox{}));
    else
      stored.findings.push_back(*findings_from_record({place, value}));
  }
  return stored;
}

class MemoryKept : public testing::Test {
protected:
  [[nodiscard]] std::vector<std::string> stored_keys() const {
    std::vector<std::string> keys;
    for (const auto& signature : read(*disk).signatures)
      keys.push_back(signature.key);
    return keys;
  }

  std::shared_ptr<test::MemoryDisk> disk = std::make_shared<test::MemoryDisk>();
};

TEST_F(MemoryKept, IsThereAfterARestart) {
  {
    Memory memory{disk};
    memory.remember("1");
    memory.findings.note("m", policy::RefusedField::penalties, {"\"presencePenalty\":"}, noon);
    EXPECT_THAT(*disk, IsEmpty()) << "nobody has waited for the disk";
    memory.settle();
  }
  Memory memory{disk, read(*disk)};
  EXPECT_EQ(memory.signatures.find(key("1"), gemini_3, noon + 1min), "QUJD");
  ASSERT_EQ(memory.findings.about("m").size(), 1U);
  EXPECT_EQ(memory.findings.about("m")[0].removed, "\"presencePenalty\":");
  EXPECT_EQ(memory.store->commit_count(), 0) << "what was read is not written again";
}

TEST_F(MemoryKept, IsStoredWhenTheProcessStopsAndNotAfterwards) {
  Memory memory{disk};
  memory.remember("1");
  memory.stop();
  EXPECT_THAT(stored_keys(), ElementsAre(key("1")));
  memory.remember("2");
  memory.settle();
  EXPECT_THAT(stored_keys(), ElementsAre(key("1")));
}

TEST_F(MemoryKept, IsWrittenTogetherAsItIsAtTheEnd) {
  Memory memory{disk};
  for (int i = 0; i < 1000; ++i)
    memory.remember("1", i < 999 ? "QUJD" : "REVG");
  memory.settle();
  EXPECT_EQ(memory.store->commit_count(), 1);
  EXPECT_EQ(read(*disk).signatures.at(0).signature, "REVG");
}

TEST_F(MemoryKept, IsWrittenAFewRecordsAtATime) {
  Memory memory{disk};
  for (int i = 0; i < 40; ++i)
    memory.remember(std::to_string(i));
  memory.settle();
  EXPECT_EQ(stored_keys().size(), 40U);
  EXPECT_EQ(memory.store->commit_count(), 3);
}

TEST_F(MemoryKept, LeavesTheDiskWithWhatIsForgotten) {
  Memory memory{disk};
  memory.remember("1");
  memory.findings.note("m", policy::RefusedField::penalties, {"\"presencePenalty\":"}, noon);
  memory.settle();
  ASSERT_EQ(disk->size(), 2U);
  memory.remember("2", "QUJD", noon + 1h);
  translate::JsonParser parser;
  std::string body = "{}";
  memory.findings.apply("m", body, parser, noon + 25h);
  memory.settle();
  EXPECT_THAT(read(*disk).findings, IsEmpty());
  EXPECT_THAT(stored_keys(), ElementsAre(key("2")));
}

TEST_F(MemoryKept, LosesWhatIsTooMuchForItAtTheStart) {
  StoredMemory stored;
  for (int i = 0; i < 41; ++i) {
    stored.signatures.push_back({key(std::to_string(i)), gemini_3, noon + i * 1ms, "QUJD"});
    const auto write = to_record(stored.signatures.back(), PlainSecretBox{});
    disk->emplace(write.key, *write.value);
  }
  Memory memory{disk, std::move(stored)};
  EXPECT_EQ(disk->size(), 40U);
  EXPECT_THAT(stored_keys(), testing::Not(testing::Contains(key("0"))));
}

TEST_F(MemoryKept, IsWrittenOnceTheDiskTakesItAgain) {
  Memory memory{disk};
  memory.store->fail_next_commits(2);
  memory.remember("1");
  memory.settle();
  memory.remember("2");
  memory.settle();
  EXPECT_THAT(*disk, IsEmpty());
  EXPECT_EQ(memory.signatures.find(key("1"), gemini_3, noon), "QUJD") << "requests notice nothing";
  memory.remember("3");
  memory.settle();
  EXPECT_THAT(stored_keys(), ElementsAre(key("1"), key("2"), key("3")));
}

TEST_F(MemoryKept, LetsAProcessStopWhoseDiskTakesNothing) {
  Memory memory{disk};
  memory.store->fail_next_commits(1000);
  memory.remember("1");
  memory.stop();
  EXPECT_THAT(*disk, IsEmpty());
}

} // namespace
} // namespace geminid::gateway::memory_keeper_test
