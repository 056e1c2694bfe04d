// A simulator on the test's own io_context, asked over real connections. Its quotas go by the test's clock.
#pragma once

#include "tests/gemini_sim/sim_cases.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/raw_client.hpp"
#include "tools/gemini_sim/simulator.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace geminid::sim {

using test::RawAnswer;
using test::RawClient;
using test::request_text;

inline json body_of(const RawAnswer& answer) {
  return json::parse(answer.body);
}

inline std::string message_of(const RawAnswer& answer) {
  return body_of(answer)["error"]["message"];
}

inline json user_text(std::string_view text) {
  auto request = request_with();
  request["contents"][0]["parts"][0]["text"] = text;
  return request;
}

class SimTest : public testing::Test {
protected:
  static constexpr auto flash = "gemini-2.5-flash";

  SimTest() {
    options.keyring.keys = {{"key-1", "p"}, {"key-2", "p"}, {"key-3", "q"}};
    options.now = [this] { return now; };
  }

  /// Started at the first use.
  Simulator& simulator() {
    if (!simulator_) {
      simulator_.emplace(io, options);
      const auto started = simulator_->start();
      EXPECT_TRUE(started.ok());
    }
    return *simulator_;
  }

  /// Runs a story: a lambda that returns net::Task<void>, given a connected client.
  template <class Story>
  void with_client(Story story) {
    const auto port = simulator().port();
    test::run(io, [&]() -> net::Task<void> {
      RawClient client{io};
      EXPECT_TRUE(co_await client.connect(port));
      co_await story(client);
      co_await test::settle(io, 20); // the handler's own end, which the statistics wait for
    });
  }

  /// One request on a connection of its own.
  RawAnswer ask(std::string request) {
    RawAnswer answer;
    with_client([&](RawClient& client) -> net::Task<void> {
      answer = co_await client.exchange(request);
      was_reset = client.was_reset();
    });
    return answer;
  }

  static std::string key_header(std::string_view key) { return "x-goog-api-key: " + std::string{key} + "\r\n"; }
  static std::string action(std::string_view model_id, std::string_view method) {
    return "/v1beta/models/" + std::string{model_id} + ":" + std::string{method};
  }

  RawAnswer generate(const json& request, std::string_view model_id = flash, std::string_view key = "key-1") {
    return ask(request_text("POST", action(model_id, "generateContent"), key_header(key), request.dump()));
  }
  RawAnswer stream(const json& request, std::string_view model_id = flash, std::string_view query = "?alt=sse") {
    const auto target = action(model_id, "streamGenerateContent") + std::string{query};
    return ask(request_text("POST", target, key_header("key-1"), request.dump()));
  }
  RawAnswer get(std::string_view target, std::string_view key = "key-1") {
    return ask(request_text("GET", target, key_header(key)));
  }
  RawAnswer control(std::string_view method, std::string_view target, std::string_view body = {}) {
    return ask(request_text(method, target, {}, body));
  }
  void add_fault(std::string_view fault) {
    const auto answer = control("POST", "/_sim/faults", fault);
    ASSERT_EQ(answer.status, 200) << answer.body;
  }
  void put_keys(std::string_view keys) {
    const auto answer = control("PUT", "/_sim/keys", keys);
    ASSERT_EQ(answer.status, 200) << answer.body;
  }

  net::asio::io_context io{1};
  Simulator::Options options;
  Instant now = *parse_rfc3339("2026-11-25T12:00:00-08:00");
  /// How the connection of the last `ask` ended.
  bool was_reset = false;

private:
  std::optional<Simulator> simulator_;
};

} // namespace geminid::sim
