// After a day of everything that goes wrong, all books say the same: the statistics, the request log, the metrics, the
// keys' own totals, what the clients were told, and what Google counted.
#include "tests/support/gateway_world.hpp"
#include "tests/support/metrics_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>

namespace geminid::test::books_agree_test {
namespace {

using sim::FaultKind;

class Books : public testing::Test {
protected:
  Books() { ids = world.add_keys(8); }

  void spoil(FaultKind kind, std::string body, std::uint64_t count, std::size_t after = 1) {
    sim::Fault fault;
    fault.kind = kind;
    fault.body = std::move(body);
    fault.count = count;
    fault.after = after;
    ASSERT_TRUE(world.google().faults().add(std::move(fault)));
  }

  void count(const Answer& answer) {
    ++requests;
    ++told[answer.status];
  }
  void ask(std::string_view text = "hello") {
    const bool streamed = requests % 2 == 1;
    count(streamed ? world.stream(chat_body(text)) : world.chat(chat_body(text)));
  }
  /// A client that loses patience while Google thinks.
  void leave() {
    spoil(FaultKind::hang, "", 1);
    const auto pending = requests % 2 == 1 ? world.begin_stream() : world.begin_chat();
    world.run_until([&] { return world.google().hung() == 1; });
    pending->leave();
    ++requests;
    ++left;
    world.run_until([&] { return world.google().hung() == 0; });
    world.settle();
  }
  /// One of several choices that the model answers one at a time.
  void ask_for_choices() {
    auto body = chat_body("[[think=0]] hello", "gemini-3.8-flash");
    body["n"] = 3;
    count(world.chat(body));
  }

  void mixed_load() {
    // Later it would come upon a kept-alive connection, where such a request is sent again and is no attempt.
    spoil(FaultKind::reset, "", 1);
    ask();
    for (int round = 0; round < 4; ++round) {
      ask("round " + std::to_string(round));
      spoil(FaultKind::status, "overloaded", 2);
      ask();
      spoil(FaultKind::close_mid_stream, "", 1, 1);
      ask();
      ask();
      spoil(FaultKind::status, "internal", 3); // as many as a request may try
      ask();
      spoil(FaultKind::status, "per_minute", 1);
      ask();
      spoil(FaultKind::close_mid_stream, "", 1, 2);
      ask();
      spoil(FaultKind::data_error, "overloaded", 1, 1);
      ask();
      leave();
      leave();
      ask_for_choices();
      count(world.chat({{"model", 3}}));
      count(world.request("POST", "/v1/chat/completions", "Authorization: Bearer sk-nobody\r\n", "{}"));
      spoil(FaultKind::status, round == 0 ? "leaked" : "high_demand", 1);
      ask();
      world.leap(std::chrono::seconds{90});
    }
  }

  std::vector<json> logs() {
    const auto answer = world.admin("GET", "/logs?limit=1000");
    return answer.document.at("logs").get<std::vector<json>>();
  }
  json stats() { return world.admin("GET", "/stats?window=24h").document; }
  std::string metrics() {
    return world
        .request("GET", "/metrics", "Authorization: Bearer " + std::string{GatewayWorld::admin_token} + "\r\n", "")
        .body;
  }
  static double sum(const std::vector<json>& rows, const std::string& member) {
    return std::accumulate(rows.begin(), rows.end(), 0.0,
                           [&](double so_far, const json& row) { return so_far + row.at(member).get<double>(); });
  }

  GatewayWorld world;
  std::vector<std::string> ids;
  int requests = 0;
  int left = 0;
  std::map<int, int> told; // by status
};

TEST_F(Books, AgreeAfterAMixedLoadWithFaults) {
  mixed_load();
  const auto logged = logs();
  const auto counted = stats();
  const auto text = metrics();
  const auto& totals = counted.at("totals");

  // Requests. Strangers are in no log, but counted.
  const int strangers = told[401];
  EXPECT_EQ(strangers, 4);
  EXPECT_EQ(totals.at("requests"), requests);
  EXPECT_EQ(static_cast<int>(logged.size()), requests - strangers);
  EXPECT_EQ(metric(text, "geminid_requests_total"), requests);
  EXPECT_EQ(metric(text, "geminid_request_duration_seconds_count"), requests);
  for (const auto& [status, count] : told) {
    const auto of_status = "status=\"" + std::to_string(status) + "\"";
    const auto in_log =
        std::count_if(logged.begin(), logged.end(), [&](const json& r) { return r.at("status") == status; });
    if (status != 401) {
      EXPECT_EQ(metric(text, "geminid_requests_total", of_status), in_log) << status;
    }
    if (status != 200 && status != 401) { // a stream that breaks late began with 200
      EXPECT_GE(in_log, count) << status;
    }
  }
  const auto failed = std::count_if(logged.begin(), logged.end(), [](const json& r) {
    const auto status = r.at("status").get<int>();
    return status == 429 || status >= 500;
  });
  EXPECT_EQ(totals.at("failures"), failed);

  // Attempts, of all and of each key, by what came of them.
  std::map<std::string, std::uint64_t> by_key;
  std::map<int, std::uint64_t> by_status;
  for (const auto& record : logged)
    for (const auto& attempt : record.at("attempts")) {
      ++by_key[attempt.at("key_id")];
      ++by_status[attempt.at("status")];
      EXPECT_EQ(attempt.at("kind") == "", attempt.at("status") == 200 && attempt.at("reason") == "") << attempt;
    }
  std::uint64_t attempts = 0;
  for (const auto& row : counted.at("keys")) {
    const std::string id = row.at("id");
    EXPECT_EQ(row.at("attempts"), by_key[id]) << id;
    EXPECT_EQ(row.at("attempts"), world.attempts(id)) << id;
    attempts += by_key[id];
  }
  EXPECT_EQ(attempts, world.attempts());
  EXPECT_EQ(totals.at("attempts"), attempts);
  EXPECT_EQ(metric(text, "geminid_upstream_attempts_total"), static_cast<double>(attempts));
  EXPECT_EQ(metric(text, "geminid_upstream_attempt_duration_seconds_count"), static_cast<double>(attempts));
  for (const int status : {403, 429, 500}) {
    EXPECT_EQ(by_status[status], world.google().stats().requests({}, {}, status)) << status;
    EXPECT_GT(by_status[status], 0U) << status;
    EXPECT_EQ(metric(text, "geminid_upstream_attempts_total", "status=\"" + std::to_string(status) + "\""),
              static_cast<double>(by_status[status]));
  }
  EXPECT_GE(world.google().stats().aborted(), static_cast<std::uint64_t>(left));

  // Tokens.
  for (const std::string kind : {"prompt", "completion", "thinking", "cached"}) {
    const auto name = kind + "_tokens";
    EXPECT_EQ(totals.at(name), sum(logged, name)) << kind;
    EXPECT_EQ(metric(text, "geminid_tokens_total", "kind=\"" + kind + "\""), sum(logged, name)) << kind;
    EXPECT_EQ(sum(counted.at("keys").get<std::vector<json>>(), name), sum(logged, name)) << kind;
    EXPECT_EQ(sum(counted.at("models").get<std::vector<json>>(), name), sum(logged, name)) << kind;
  }
  double of_keys = 0;
  for (const auto& id : ids)
    of_keys += world.key(id).at("totals").at("prompt_tokens").get<double>();
  EXPECT_EQ(of_keys, sum(logged, "prompt_tokens"));
  EXPECT_GT(of_keys, 0);
}

// The labels are bounded: a model that a client made up is none.
TEST_F(Books, NameNoModelThatGoogleHasNotAnsweredFor) {
  world.chat(chat_body("hello", "made-up-by-a-client"));
  world.chat();
  const auto text = metrics();
  EXPECT_EQ(text.find("made-up-by-a-client"), std::string::npos);
  EXPECT_GT(metric(text, "geminid_tokens_total", "model=\"gemini-2.5-flash\""), 0);
}

} // namespace
} // namespace geminid::test::books_agree_test
