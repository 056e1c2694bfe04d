// GET /admin/api/events
#include "server/admin/event_hub.hpp"
#include "tests/admin/event_listener.hpp"
#include "tests/support/answer_recorder.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace geminid::test::events_test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class Events : public testing::Test {
protected:
  std::string log_in() {
    const auto answer =
        world.request("POST", "/admin/api/login", "", json{{"password", "world-admin-password-1"}}.dump());
    EXPECT_EQ(answer.status, 200) << answer.body;
    csrf = answer.document.at("csrf_token");
    const auto set = answer.header("set-cookie");
    return "Cookie: " + set.substr(0, set.find(';')) + "\r\n";
  }

  GatewayWorld world{{.settings = {{"routing", {{"max_wait_ms", 0}}}}}};
  TestListener listener{world};
  std::string csrf;
};

TEST_F(Events, AreNotForStrangers) {
  EXPECT_THAT(listener.open(""), HasSubstr(" 401 "));
}

TEST_F(Events, AreServerSentEventsThatNothingOnTheWayHoldsBack) {
  const auto head = listener.open();
  EXPECT_THAT(head, HasSubstr(" 200 "));
  EXPECT_THAT(head, HasSubstr("Content-Type: text/event-stream"));
  EXPECT_THAT(head, HasSubstr("no-store"));
  EXPECT_THAT(head, HasSubstr("x-accel-buffering: no"));
  listener.next("pulse");
  EXPECT_THAT(listener.everything(), HasSubstr("retry: "));
  EXPECT_THAT(listener.everything(), HasSubstr("\nid: "));
}

TEST_F(Events, TellOfTheTrafficSinceTheLastPulse) {
  world.add_keys(2);
  listener.open();
  listener.next("pulse");
  EXPECT_EQ(world.chat().status, 200);
  const auto pulse = listener.next("pulse", [](const json& data) { return data.at("requests") != 0; });
  EXPECT_EQ(pulse.at("requests"), 1);
  EXPECT_EQ(pulse.at("failures"), 0);
  EXPECT_EQ(pulse.at("attempts"), 1);
  EXPECT_GT(pulse.at("prompt_tokens"), 0);
  EXPECT_GT(pulse.at("completion_tokens"), 0);
  EXPECT_EQ(pulse.at("waiting"), 0);
  EXPECT_EQ(pulse.at("keys").at("healthy"), 2);
  world.leap(1s);
  EXPECT_EQ(listener.next("pulse").at("requests"), 0);
}

TEST_F(Events, TellOfAKeyThatChangesItsStateAndOfWhatAnAdminDid) {
  const auto id = world.add_key();
  listener.open();
  world.admin("PATCH", "/keys/" + id, {{"enabled", false}});
  const auto change = listener.next("key");
  EXPECT_EQ(change,
            (json{{"id", id}, {"state", "disabled"}, {"reason", "disabled by an admin"}, {"next_change_at", nullptr}}));
  EXPECT_EQ(listener.next("changed"), (json{{"operation", "patchKey"}, {"target", id}}));
  world.admin("PATCH", "/settings", {{"logs", {{"retention_days", 3}}}});
  EXPECT_EQ(listener.next("changed").at("operation"), "patchSettings");
}

TEST_F(Events, WarnOnceOfAKeyThatComesNearALimit) {
  const auto id = world.add_key();
  world.admin("PUT", std::string{"/models/"} + default_model, {{"rpm", 10}});
  listener.open();
  for (int i = 0; i < 9; ++i)
    EXPECT_EQ(world.chat().status, 200);
  const json expected{{"id", id},    {"model", default_model}, {"window", "rpm"}, {"used", 8},
                      {"limit", 10}, {"project", nullptr}};
  EXPECT_EQ(listener.next("warning"), expected);
  world.admin("PATCH", "/settings", {{"logs", {{"retention_days", 3}}}});
  listener.next("changed", [](const json& data) { return data.at("operation") == "patchSettings"; });
  const auto& all = listener.everything();
  EXPECT_EQ(all.find("event: warning"), all.rfind("event: warning"));
}

TEST_F(Events, WarnOnceOfAProjectThatComesNearALimit) {
  const auto ids = world.add_keys(3, {.project = "shared"});
  world.admin("PUT", std::string{"/models/"} + default_model, {{"rpm", 10}});
  listener.open();
  for (int i = 0; i < 9; ++i)
    EXPECT_EQ(world.chat().status, 200);
  const auto warning = listener.next("warning");
  EXPECT_EQ(warning.at("project"), "shared");
  EXPECT_EQ(warning.at("used"), 8);
  EXPECT_NE(std::find(ids.begin(), ids.end(), warning.at("id").get<std::string>()), ids.end());
  world.admin("PATCH", "/settings", {{"logs", {{"retention_days", 3}}}});
  listener.next("changed", [](const json& data) { return data.at("operation") == "patchSettings"; });
  const auto& all = listener.everything();
  EXPECT_EQ(all.find("event: warning"), all.rfind("event: warning"));
}

TEST_F(Events, TellOfACircuitThatOpensAndCloses) {
  world.add_keys(3);
  listener.open();
  listener.next("pulse");
  sim::Fault fault;
  fault.body = "bare429";
  fault.count = 3;
  ASSERT_TRUE(world.google().faults().add(std::move(fault)));
  EXPECT_EQ(world.chat().status, 429);
  world.leap(1s);
  const auto opened = listener.next("circuit");
  EXPECT_EQ(opened.at("state"), "open");
  EXPECT_EQ(opened.at("subject"), default_model);
  world.leap(16s);
  EXPECT_EQ(world.chat().status, 200);
  world.leap(1s);
  const auto closed = listener.next("circuit", [](const json& data) { return data.at("state") == "closed"; });
  EXPECT_EQ(closed, (json{{"scope", "model"}, {"subject", default_model}, {"state", "closed"}}));
}

TEST_F(Events, EndWithTheSession) {
  const auto cookie = log_in();
  EXPECT_THAT(listener.open(cookie), HasSubstr(" 200 "));
  listener.next("pulse");
  world.request("POST", "/admin/api/logout", cookie + "X-CSRF-Token: " + csrf + "\r\n", "{}");
  EXPECT_EQ(listener.next("end"), (json{{"reason", "session"}}));
}

TEST_F(Events, EndWhenTheSessionIsOver) {
  listener.open(log_in());
  listener.next("pulse");
  world.leap(25h);
  EXPECT_EQ(listener.next("end"), (json{{"reason", "session"}}));
}

TEST_F(Events, EndWhenTheServerIsAboutToStop) {
  listener.open();
  listener.next("pulse");
  world.restart(10s);
  EXPECT_EQ(listener.next("end"), (json{{"reason", "draining"}}));
  EXPECT_THAT(listener.rest(), HasSubstr("0\r\n\r\n"));
}

TEST_F(Events, HavePlacesForSoManyListenersAndOneForWhoComesAfterAnotherHasLeft) {
  std::vector<std::unique_ptr<TestListener>> others;
  for (std::size_t i = 0; i < admin::EventHub::listeners_max; ++i)
    EXPECT_THAT(others.emplace_back(std::make_unique<TestListener>(world))->open(), HasSubstr(" 200 "));
  const auto refused = world.request("GET", "/admin/api/events", bearer(GatewayWorld::admin_token), "");
  expect_refused(refused, 429, "too_many_listeners");
  others.pop_back();
  world.settle();
  EXPECT_THAT(listener.open(), HasSubstr(" 200 "));
}

TEST_F(Events, HaveAHeadThatCanBeAskedForAlone) {
  net::asio::io_context& io = world.io();
  RawClient client{io};
  RawAnswer answer;
  run(io, [&]() -> net::Task<void> {
    EXPECT_TRUE(co_await client.connect(world.port()));
    const auto request = request_text("HEAD", "/admin/api/events", bearer(GatewayWorld::admin_token));
    co_await client.send(request);
    answer = co_await client.read_answer(false);
  });
  EXPECT_EQ(answer.status, 200);
  record({"HEAD", "/admin/api/events", ""}, answer);
}

class Hub : public testing::Test {
protected:
  std::string next(const std::shared_ptr<admin::EventListener>& of, std::chrono::milliseconds silence = 1ms) {
    std::string bytes;
    run(io, [&]() -> net::Task<void> { bytes = co_await of->next(silence); });
    return bytes;
  }

  net::asio::io_context io{1};
  std::shared_ptr<admin::EventHub> hub = std::make_shared<admin::EventHub>(io);
};

TEST_F(Hub, SaysNothingToWhoComesAfter) {
  hub->publish("key", {{"n", 1}});
  const auto listener = hub->listen();
  EXPECT_EQ(next(listener), "");
  hub->publish("key", {{"n", 2}});
  EXPECT_THAT(next(listener), HasSubstr("event: key\ndata: {\"n\":2}\n\n"));
}

TEST_F(Hub, DropsTheOldestOfASlowListenerAndTellsHowMany) {
  const auto slow = hub->listen();
  const auto fast = hub->listen();
  for (std::size_t i = 1; i <= admin::EventHub::queued_max + 3; ++i) {
    hub->publish("key", {{"n", i}});
    EXPECT_THAT(next(fast), HasSubstr("\"n\":" + std::to_string(i) + "}"));
  }
  const auto late = next(slow);
  EXPECT_TRUE(late.starts_with("event: lost\ndata: {\"events\":3}\n\nid: 4\nevent: key\n")) << late.substr(0, 200);
  EXPECT_EQ(next(slow), "");
}

TEST_F(Hub, CutsAStormShortUntilTheNextPulse) {
  const auto listener = hub->listen();
  for (std::size_t i = 0; i < admin::EventHub::burst_max; ++i) {
    hub->publish("key", {{"n", i}});
    next(listener);
  }
  hub->publish("key", {{"n", "lost"}});
  EXPECT_EQ(next(listener), "event: lost\ndata: {\"events\":1}\n\n");
  hub->pulse({{"n", 0}});
  EXPECT_THAT(next(listener), HasSubstr("event: pulse"));
}

TEST_F(Hub, WakesItsListenersWhenItCloses) {
  const auto listener = hub->listen();
  std::string bytes = "none";
  run(io, [&]() -> net::Task<void> {
    net::asio::post(io, [this] { hub->close(); });
    bytes = co_await listener->next(1h);
  });
  EXPECT_EQ(bytes, "");
  EXPECT_EQ(hub->listen(), nullptr);
}

} // namespace
} // namespace geminid::test::events_test
