// What the gateway remembers, on a real disk, between one process and the next.
#include "server/app/stored_state.hpp"
#include "server/log/log.hpp"
#include "tests/support/temp_directory.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace geminid::app::stored_memory_test {
namespace {

constexpr Instant noon{Duration{1'800'000'000'000}};

class StoredMemory : public testing::Test {
protected:
  StoredMemory() {
    config.data_dir = directory.path() / "data";
    log::start(log::Level::info, log::Format::text, log);
  }
  ~StoredMemory() override { log::stop(); }

  void store(const std::vector<StoreWrite>& more) {
    auto state = open_stored_state(config);
    ASSERT_TRUE(state) << state.error().message;
    auto writes = more;
    writes.push_back(gateway::to_record(signature, *state->box));
    writes.push_back(gateway::to_record("m", {{policy::RefusedField::logprobs, "\"logprobs\":", noon}}));
    ASSERT_TRUE(state->store->commit(writes));
  }
  void expect_read() {
    const auto state = open_stored_state(config);
    ASSERT_TRUE(state) << state.error().message;
    ASSERT_EQ(state->memory.signatures.size(), 1U);
    EXPECT_EQ(state->memory.signatures[0].key, signature.key);
    EXPECT_EQ(state->memory.signatures[0].signature, signature.signature);
    ASSERT_EQ(state->memory.findings.size(), 1U);
    EXPECT_EQ(state->memory.findings[0].model, "m");
    EXPECT_EQ(state->memory.findings[0].findings.at(0).removed, "\"logprobs\":");
  }

  test::TempDirectory directory;
  Config config;
  std::ostringstream log;
  gateway::RememberedSignature signature{gateway::SignatureCache::key("ann", "call_1", "f"), 30, noon, "QUJD"};
};

TEST_F(StoredMemory, IsReadByTheNextProcess) {
  store({});
  expect_read();
  EXPECT_EQ(log.str(), "");
}

TEST_F(StoredMemory, IsReadWithoutItsDamagedRecordsWhichTheLogNames) {
  store({{"signature/0123", "v1.broken"}, {"finding/other", "broken"}});
  expect_read();
  EXPECT_THAT(log.str(), testing::HasSubstr("stored thought signature 0123"));
  EXPECT_THAT(log.str(), testing::HasSubstr("stored findings about other"));
}

} // namespace
} // namespace geminid::app::stored_memory_test
