// On which thread the disk's answers reach who asked.
#include "actors/asio_scheduler.hpp"
#include "actors/storage_actor.hpp"
#include "tests/support/memory_store.hpp"

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <thread>

namespace geminid::storage_port_test {
namespace {

using namespace geminid::actors;

struct SystemConfig : caf::actor_system_config {
  explicit SystemConfig(boost::asio::io_context& io) {
    set("logger.console", caf::atom("none"));
    AsioScheduler::use(*this, io);
  }
};

/// Stands for an actor of the io thread; notes which thread puts the answer into its mailbox.
class Witness final : public caf::monitorable_actor {
public:
  using signatures = caf::none_t;
  using behavior_type = caf::behavior;

  Witness(caf::actor_config& config, boost::asio::io_context& io) : monitorable_actor(config), io_(io) {}

  const char* name() const override { return "witness"; }
  void enqueue(caf::mailbox_element_ptr, caf::execution_unit*) override {
    answered_by = std::this_thread::get_id();
    boost::asio::post(io_, [] {}); // the io_context has something to wake up for
    answered = true;
  }

  std::thread::id answered_by;
  std::atomic<bool> answered{false};

private:
  boost::asio::io_context& io_;
};

class StoragePortTest : public testing::Test {
protected:
  /// Runs until the answer is there.
  template <class Message>
  std::thread::id answered_by(Message message) {
    caf::actor_config of_witness;
    const auto handle =
        caf::make_actor<Witness, caf::strong_actor_ptr>(system.next_actor_id(), system.node(), &system, of_witness, io);
    const auto& witness = *static_cast<Witness*>(caf::actor_cast<caf::abstract_actor*>(handle));
    caf::actor_cast<caf::abstract_actor*>(storage)->enqueue(
        caf::make_mailbox_element(handle, caf::make_message_id(1), {}, std::move(message)), nullptr);
    const auto work = boost::asio::make_work_guard(io);
    while (!witness.answered)
      io.run_one();
    return witness.answered_by;
  }
  ~StoragePortTest() override {
    system.await_actors_before_shutdown(false);
    caf::anon_send_exit(storage, caf::exit_reason::user_shutdown);
  }

  boost::asio::io_context io;
  SystemConfig config{io};
  caf::actor_system system{config};
  StorageActor storage = system.spawn(
      storage_port,
      caf::actor_cast<StorageActor>(system.spawn<caf::detached>(
          storage_actor, std::make_shared<std::unique_ptr<Store>>(std::make_unique<test::MemoryStore>()))));
};

TEST_F(StoragePortTest, OnTheThreadOfAllOtherActors) {
  EXPECT_EQ(answered_by(Commit{{{"a", "1"}}}), std::this_thread::get_id());
  EXPECT_EQ(answered_by(Scan{"a"}), std::this_thread::get_id());
}

} // namespace
} // namespace geminid::storage_port_test
