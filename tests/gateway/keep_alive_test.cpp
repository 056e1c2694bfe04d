// The gateway asks its own public address, so that a host that sleeps when idle does not.
#include "server/gateway/keep_alive.hpp"
#include "tests/support/gateway_world.hpp"
#include "tests/upstream/scripted_server.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace geminid::test::keep_alive_test {
namespace {

using namespace std::chrono_literals;
using upstream::Script;

/// The public side, on a thread of its own: the world's io_context is not made before its address is known.
class PublicSide {
public:
  explicit PublicSide(std::vector<Script> scripts) : server_(io_, std::move(scripts)), thread_([this] { io_.run(); }) {}
  ~PublicSide() {
    io_.stop();
    thread_.join();
  }
  PublicSide(const PublicSide&) = delete;
  PublicSide& operator=(const PublicSide&) = delete;
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }

private:
  net::asio::io_context io_{1};
  upstream::ScriptedServer server_;
  std::thread thread_;
};

Script answering(std::string bytes) {
  return {upstream::ReadRequest{}, upstream::Write{bytes}, upstream::Close{}};
}

json keep_alive(GatewayWorld& world) {
  return world.admin("GET", "/system").document.at("keep_alive");
}

/// The next result after the one of `before`; the answers of other processes take real time.
json next_result(GatewayWorld& world, const json& before = nullptr) {
  for (int i = 0; i < 100'000; ++i)
    if (auto last = keep_alive(world).at("last"); last != before)
      return last;
  ADD_FAILURE() << "nothing was asked; the log:\n" << world.log();
  return nullptr;
}

std::size_t warnings(const GatewayWorld& world) {
  std::size_t count = 0;
  const auto log = world.log();
  for (auto at = log.find("the public address does not answer"); at != std::string::npos;
       at = log.find("the public address does not answer", at + 1))
    ++count;
  return count;
}

TEST(KeepAlive, IsDueAnIntervalAfterTheLastTimeOrNever) {
  const Instant last{1h};
  EXPECT_EQ(gateway::next_keep_alive(14min, last), last + 14min);
  EXPECT_EQ(gateway::next_keep_alive(Duration{0}, last), Instant::max());
}

TEST(KeepAlive, AsksTheOwnAddressEveryInterval) {
  PublicSide side{{answering(upstream::answer("ok")), answering(upstream::answer("ok"))}};
  GatewayWorld world{{.public_url = side.url()}};
  world.leap(13min);
  EXPECT_EQ(keep_alive(world).at("last"), nullptr);
  world.leap(2min);
  const auto first = next_result(world);
  EXPECT_EQ(first.at("status"), 200) << first;
  EXPECT_EQ(first.at("error"), "");
  world.leap(15min);
  EXPECT_EQ(next_result(world, first).at("status"), 200);
  EXPECT_EQ(warnings(world), 0U);
}

TEST(KeepAlive, SaysOnceThatItFailsAndWhenItWorksAgain) {
  PublicSide side{{answering("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"),
                   answering("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"),
                   answering(upstream::answer("ok"))}};
  GatewayWorld world{{.public_url = side.url()}};
  json last = nullptr;
  for (const int status : {502, 502, 200}) {
    world.leap(15min);
    last = next_result(world, last);
    EXPECT_EQ(last.at("status"), status) << last;
    EXPECT_EQ(warnings(world), 1U);
  }
  EXPECT_NE(world.log().find("the public address answers again"), std::string::npos);
  world.leap(15min); // there is no more script: the connection is closed
  last = next_result(world, last);
  EXPECT_EQ(last.at("status"), 0);
  EXPECT_NE(last.at("error"), "");
  EXPECT_EQ(warnings(world), 2U);
}

TEST(KeepAlive, FollowsItsSettingsAtOnce) {
  PublicSide side{{answering(upstream::answer("ok"))}};
  GatewayWorld world{{.settings = {{"keep_alive", {{"enabled", false}}}}, .public_url = side.url()}};
  EXPECT_EQ(keep_alive(world).at("enabled"), false);
  world.leap(24h);
  EXPECT_EQ(keep_alive(world).at("last"), nullptr);
  world.set({{"keep_alive", {{"enabled", true}, {"interval_minutes", 1}}}}); // and it has been quiet for longer
  EXPECT_EQ(next_result(world).at("status"), 200);
}

TEST(KeepAlive, IsOffWhereThePublicAddressIsNotKnown) {
  GatewayWorld world;
  world.leap(1h);
  EXPECT_EQ(keep_alive(world), (json{{"enabled", false}, {"interval_minutes", 14}, {"last", nullptr}}));
}

} // namespace
} // namespace geminid::test::keep_alive_test
