#include "tests/admin/admin_test.hpp"

namespace geminid::test::traffic_test {
namespace {

class Traffic : public testing::Test {
protected:
  json stats(std::string_view window = "1h") {
    const auto answer = world.admin("GET", "/stats?window=" + std::string{window});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.document;
  }
  json logs(std::string_view query = "") {
    const auto answer = world.admin("GET", "/logs" + std::string{query});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.document.at("logs");
  }
  static json row(const json& rows, std::string_view id) {
    for (const auto& row : rows)
      if (row.at("id") == id)
        return row;
    return nullptr;
  }

  GatewayWorld world;
};

TEST_F(Traffic, CostsWhatThePricesOfTheMomentSay) {
  const auto id = world.add_key();
  ASSERT_EQ(world.chat().status, 200);
  EXPECT_EQ(stats().at("totals").at("cost"), 0);
  EXPECT_EQ(stats().at("unpriced_models"), json{default_model});
  EXPECT_TRUE(logs().at(0).at("cost").is_null());

  world.set({{"prices", {{default_model, {{"input", 1}, {"output", 10}}}}}});
  const auto usage = world.chat().document.at("usage");
  const auto dollars =
      (usage.at("prompt_tokens").get<double>() + 10 * usage.at("completion_tokens").get<double>()) / 1e6;
  const auto counted = stats();
  EXPECT_NEAR(counted.at("totals").at("cost").get<double>(), dollars, 1e-9);
  EXPECT_NEAR(row(counted.at("models"), default_model).at("cost").get<double>(), dollars, 1e-9);
  EXPECT_NEAR(row(counted.at("keys"), id).at("cost").get<double>(), dollars, 1e-9);
  ASSERT_EQ(counted.at("users").size(), 1U);
  EXPECT_NEAR(counted.at("users").at(0).at("cost").get<double>(), dollars, 1e-9);
  EXPECT_EQ(counted.at("unpriced_models"), json::array());
  EXPECT_NEAR(logs().at(0).at("cost").get<double>(), dollars, 1e-9);

  world.set({{"prices", {{default_model, nullptr}}}});
  ASSERT_EQ(world.chat().status, 200);
  EXPECT_NEAR(stats().at("totals").at("cost").get<double>(), dollars, 1e-9);
  EXPECT_EQ(stats().at("unpriced_models"), json{default_model});
}

TEST_F(Traffic, IsCountedAndLoggedWithItsAttempts) {
  const auto ids = world.add_keys(2);
  sim::Fault overloaded;
  overloaded.count = 1;
  ASSERT_TRUE(world.google().faults().add(overloaded));
  const auto answer = world.chat();
  ASSERT_EQ(answer.status, 200);
  const auto usage = answer.document.at("usage");

  const auto listed = logs();
  ASSERT_EQ(listed.size(), 1U);
  const auto& record = listed.at(0);
  EXPECT_EQ(record.at("request_id"), answer.header("x-request-id"));
  EXPECT_EQ(record.at("surface"), "chat");
  EXPECT_EQ(record.at("user"), "environment");
  EXPECT_EQ(record.at("model"), default_model);
  EXPECT_EQ(record.at("status"), 200);
  EXPECT_EQ(record.at("stream"), false);
  EXPECT_EQ(record.at("prompt_tokens"), usage.at("prompt_tokens"));
  EXPECT_EQ(record.at("completion_tokens"), usage.at("completion_tokens"));
  EXPECT_LE(record.at("first_byte_ms"), record.at("latency_ms"));
  ASSERT_EQ(record.at("attempts").size(), 2U);
  EXPECT_EQ(record.at("attempts").at(0).at("status"), 503);
  EXPECT_NE(record.at("attempts").at(0).at("reason"), "");
  EXPECT_EQ(record.at("attempts").at(1).at("status"), 200);

  const auto counted = stats();
  EXPECT_EQ(counted.at("totals").at("requests"), 1);
  EXPECT_EQ(counted.at("totals").at("attempts"), 2);
  EXPECT_EQ(counted.at("totals").at("failures"), 0);
  EXPECT_EQ(counted.at("totals").at("prompt_tokens"), usage.at("prompt_tokens"));
  EXPECT_EQ(row(counted.at("models"), default_model).at("requests"), 1);
  EXPECT_EQ(row(counted.at("surfaces"), "chat").at("requests"), 1);
  EXPECT_EQ(counted.at("users").size(), 1U);
  for (const auto& id : ids)
    EXPECT_EQ(row(counted.at("keys"), id).at("attempts"), 1);
  EXPECT_EQ(counted.at("series").size(), 60U);
}

TEST_F(Traffic, OfAStreamSaysWhenItBegan) {
  world.add_key();
  ASSERT_TRUE(world.stream().done());
  const auto record = logs().at(0);
  EXPECT_EQ(record.at("stream"), true);
  EXPECT_TRUE(record.at("first_byte_ms").is_number());
  EXPECT_GT(record.at("completion_tokens"), 0);
}

TEST_F(Traffic, ThatFailedSaysWhy) {
  EXPECT_EQ(world.chat().status, 503); // there are no keys
  EXPECT_EQ(world.chat({{"model", 3}}).status, 400);
  EXPECT_EQ(world.request("POST", "/v1/chat/completions", bearer("sk-nobody"), "{}").status, 401);
  const auto listed = logs();
  ASSERT_EQ(listed.size(), 2U); // strangers are counted only
  EXPECT_EQ(listed.at(1).at("error_code"), "no_upstream_keys");
  EXPECT_NE(listed.at(1).at("error"), "");
  const auto counted = stats();
  EXPECT_EQ(counted.at("totals").at("requests"), 3);
  EXPECT_EQ(counted.at("totals").at("failures"), 1);
}

TEST_F(Traffic, ThatFailedIsFoundAmongTheRestWithoutWhatTheClientGotWrong) {
  EXPECT_EQ(world.chat().status, 503); // there are no keys
  EXPECT_EQ(world.chat({{"model", 3}}).status, 400);
  world.add_key();
  EXPECT_EQ(world.chat().status, 200);
  world.set({{"routing", {{"max_wait_ms", 0}}}});
  sim::Fault used_up;
  used_up.body = "per_day";
  ASSERT_TRUE(world.google().faults().add(used_up));
  EXPECT_EQ(world.chat().status, 429);

  const auto failed = logs("?failed=true");
  ASSERT_EQ(failed.size(), 2U);
  EXPECT_EQ(failed.at(0).at("status"), 429);
  EXPECT_EQ(failed.at(1).at("status"), 503);
  EXPECT_EQ(static_cast<int>(failed.size()), stats().at("totals").at("failures"));
  EXPECT_EQ(logs("?failed=true&status=429").size(), 1U);
  EXPECT_EQ(logs("?failed=false").size(), 4U);
  EXPECT_EQ(logs("?failed=").size(), 4U);
  expect_invalid(world.admin("GET", "/logs?failed=yes"), "failed");
}

TEST_F(Traffic, IsKeptOverARestart) {
  world.add_key();
  world.chat();
  const auto logged = logs();
  world.restart();
  world.chat();
  EXPECT_EQ(stats().at("totals").at("requests"), 2);
  EXPECT_EQ(logs().at(1), logged.at(0));
}

TEST_F(Traffic, AgreesWithWhatGoogleCounted) {
  world.add_keys(3);
  sim::Fault overloaded;
  overloaded.count = 5;
  ASSERT_TRUE(world.google().faults().add(overloaded));
  for (int i = 0; i < 12; ++i)
    i % 3 == 0 ? world.stream() : world.chat();
  const auto counted = stats("24h");
  EXPECT_EQ(counted.at("totals").at("requests"), 12);
  EXPECT_EQ(counted.at("totals").at("attempts").get<std::uint64_t>(), world.attempts());
  std::uint64_t logged = 0;
  for (const auto& record : logs())
    logged += record.at("attempts").size();
  EXPECT_EQ(logged, world.attempts());
}

TEST_F(Traffic, HasNoBodiesUnlessTheyAreWanted) {
  world.add_key();
  world.chat(chat_body("a private matter"));
  const auto record = logs("?bodies=true").at(0);
  EXPECT_FALSE(record.contains("bodies"));
  const auto one = world.admin("GET", "/logs/" + record.at("id").get<std::string>());
  EXPECT_EQ(one.document, record);
}

TEST_F(Traffic, ShowsWhatWasSaidWhereThatIsRecorded) {
  world.add_key();
  world.set({{"logs", {{"bodies", true}}}});
  const std::string secret = "AIzaSyExample-0123456789-abcdefghijklmn";
  const auto answer = world.chat(chat_body("my key is " + secret));
  EXPECT_FALSE(logs().at(0).contains("bodies"));
  const auto record = logs("?bodies=true").at(0);
  const auto& bodies = record.at("bodies");
  const std::string asked = bodies.at("request").at("text");
  EXPECT_NE(asked.find("my key is"), std::string::npos);
  EXPECT_EQ(asked.find(secret), std::string::npos);
  EXPECT_EQ(bodies.at("answer").at("bytes"), answer.body.size());
  EXPECT_EQ(bodies.at("answer").at("cut"), false);
  EXPECT_EQ(world.admin("GET", "/logs/" + record.at("id").get<std::string>()).document, record);

  const auto streamed = world.stream(chat_body(std::string(20'000, 'a')));
  const auto of_stream = logs("?bodies=true&limit=1").at(0).at("bodies");
  EXPECT_EQ(of_stream.at("request").at("cut"), true);
  EXPECT_EQ(of_stream.at("request").at("text").get<std::string>().size(), 16'384U);
  EXPECT_EQ(of_stream.at("answer").at("bytes"), streamed.body.size());

  world.set({{"logs", {{"bodies", false}}}});
  EXPECT_FALSE(logs("?bodies=true").at(1).contains("bodies"));
}

TEST_F(Traffic, TellsNobodysBodies) {
  world.set({{"logs", {{"bodies", true}}}});
  EXPECT_EQ(world.request("POST", "/v1/chat/completions", bearer("sk-nobody"), "{}").status, 401);
  EXPECT_TRUE(logs("?bodies=true").empty());
}

TEST_F(Traffic, IsAskedForByWindowsAndFiltersThatExist) {
  expect_invalid(world.admin("GET", "/stats?window=2h"), "window");
  expect_invalid(world.admin("GET", "/logs?limit=0"), "limit");
  expect_invalid(world.admin("GET", "/logs?status=ok"), "status");
  expect_invalid(world.admin("GET", "/logs?bodies=maybe"), "bodies");
  expect_invalid(world.admin("GET", "/logs?bodies=true&limit=101"), "limit");
  expect_refused(world.admin("GET", "/logs/0000000000000001"), 404, "not_found");
  expect_refused(world.admin("GET", "/logs/0"), 404, "not_found");
  world.add_key();
  world.chat();
  EXPECT_EQ(logs("?status=200&model=" + std::string{default_model}).size(), 1U);
  EXPECT_EQ(logs("?status=503").size(), 0U);
}

} // namespace
} // namespace geminid::test::traffic_test
