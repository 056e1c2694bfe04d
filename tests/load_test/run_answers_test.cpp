// What a run makes of answers that are late, wrong, or none, and of HTTPS.
#include "tests/load_test/run_fixture.hpp"
#include "tests/upstream/certificates.hpp"
#include "tests/upstream/scripted_server.hpp"

namespace geminid::load::run_answers_test {
namespace {

using namespace std::chrono_literals;

struct FaultCase {
  sim::FaultKind kind;
  bool stream;
  const char* error;
};

TEST_F(LoadRunTest, TellsErrorsByTheirKind) {
  const FaultCase table[] = {
      {sim::FaultKind::status, false, "http 503"},
      {sim::FaultKind::status, true, "http 503"},
      {sim::FaultKind::egress_throttle, false, "http 429"},
      {sim::FaultKind::reset, false, "broken before an answer"},
      {sim::FaultKind::close_mid_stream, false, "broken in the body"},
      {sim::FaultKind::close_mid_stream, true, "broken in the stream"},
      {sim::FaultKind::reset_mid_stream, true, "broken in the stream"},
      {sim::FaultKind::data_error, true, "error event"},
      {sim::FaultKind::raw_error, true, "error event"},
  };
  for (const auto& [kind_of_fault, stream, error] : table) {
    kind()["stream"] = stream;
    sim::Fault fault;
    fault.kind = kind_of_fault;
    fault.count = 3;
    add_fault(fault);
    const auto report = run_it();
    ASSERT_EQ(report.tally.errors.size(), 1U) << report_table(report);
    EXPECT_EQ(report.tally.errors.begin()->first, error);
    EXPECT_EQ(report.tally.errors.begin()->second.count, 3U);
    EXPECT_EQ(report.tally.served, 37U);
  }
}

TEST_F(LoadRunTest, CatchesAnAnswerThatIsNotWhatItMustBe) {
  const FaultCase table[] = {
      {sim::FaultKind::empty_candidate, false, "verify: no text"},
      {sim::FaultKind::no_finish, false, "verify: finish reason"},
      {sim::FaultKind::no_finish, true, "stream without an end"},
      {sim::FaultKind::stop_everywhere, true, "verify: text after the finish reason"},
      {sim::FaultKind::malformed_function_call, false, "verify: finish reason"},
  };
  for (const auto& [kind_of_fault, stream, error] : table) {
    kind()["stream"] = stream;
    sim::Fault fault;
    fault.kind = kind_of_fault;
    add_fault(fault);
    const auto report = run_it();
    ASSERT_EQ(report.tally.errors.size(), 1U) << report_table(report);
    EXPECT_EQ(report.tally.errors.begin()->first, error);
    EXPECT_EQ(report.tally.failed, 1U);
  }
}

TEST_F(LoadRunTest, DoesNotSpinOnAServerThatIsNotThere) {
  const std::vector<upstream::Script> none; // every connection is closed at once
  auto server = on_server([&] { return std::make_shared<upstream::ScriptedServer>(io, none); });
  scenario_["url"] = "http://127.0.0.1:" + std::to_string(server->port());
  load() = {{"connections", 2}, {"seconds", 0.5}};
  const auto report = run_it();
  EXPECT_EQ(report.tally.served, 0U);
  EXPECT_GT(report.tally.failed, 2U);
  EXPECT_LE(report.tally.failed, 14U) << "a tenth of a second between two attempts";
  on_server([&] { server.reset(); });
}

std::string chat_answer(std::string_view text) {
  return upstream::answer(R"({"id":"c","object":"chat.completion","choices":[{"message":{"content":")" +
                          std::string{text} +
                          R"("},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}})");
}

TEST_F(LoadRunTest, SpeaksHttpsAndKeepsItsConnection) {
  const upstream::TestAuthority authority;
  using upstream::ReadRequest;
  using upstream::Write;
  const upstream::Script script{ReadRequest{}, Write{chat_answer("one")}, ReadRequest{}, Write{chat_answer("two")},
                                upstream::Close{}};
  auto server = on_server([&] {
    return std::make_shared<upstream::ScriptedServer>(io, std::vector{script, script, script},
                                                      authority.server_context("DNS:localhost,IP:127.0.0.1"));
  });
  scenario_ = {{"url", "https://localhost:" + std::to_string(server->port())},
               {"expect", "answer"},
               {"load", {{"connections", 1}, {"requests", 2}}},
               {"requests", json::array({{{"model", "m"}}})}};
  const auto report = run_it(true, 1, authority.file());
  EXPECT_EQ(report.tally.served, 2U) << report_table(report);
  EXPECT_EQ(on_server([&] { return server->accepted(); }), 1);

  const auto untrusted = run_it();
  EXPECT_EQ(untrusted.tally.served, 0U);
  EXPECT_THAT(untrusted.tally.errors, testing::Contains(testing::Key("tls")));
  on_server([&] { server.reset(); });
}

TEST_F(LoadRunTest, SendsHeadersOfOnesOwnWithEveryRequest) {
  using upstream::ReadRequest;
  using upstream::Write;
  const upstream::Script script{ReadRequest{}, Write{chat_answer("one")}, ReadRequest{}, Write{chat_answer("two")}};
  auto server =
      on_server([&] { return std::make_shared<upstream::ScriptedServer>(io, std::vector<upstream::Script>{script}); });
  scenario_ = {{"url", "http://127.0.0.1:" + std::to_string(server->port())},
               {"load", {{"connections", 1}, {"requests", 2}}},
               {"requests", json::array({{{"model", "m"}}})}};
  headers_ = {{"x-provider", "google"}};
  EXPECT_EQ(run_it(false).tally.served, 2U);
  EXPECT_THAT(on_server([&] { return server->requests(); }),
              testing::AllOf(testing::SizeIs(2), testing::Each(testing::HasSubstr("\r\nx-provider: google\r\n"))));
  on_server([&] { server.reset(); });
}

TEST_F(LoadRunTest, CatchesACorruptedChatStream) {
  using upstream::ReadRequest;
  using upstream::Write;
  const auto event = [](const std::string& delta, const std::string& finish) {
    return R"(data: {"id":"c","object":"chat.completion.chunk","choices":[{"delta":)" + delta + R"(,"finish_reason":)" +
           finish + "}]}\n\n";
  };
  const auto stream = [&](const std::string& middle) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" +
           event(R"({"role":"assistant","content":""})", "null") + middle + event("{}", "\"stop\"") +
           "data: "
           "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,"
           "\"completion_tokens\":1}}\n\ndata: [DONE]\n\n";
  };
  const auto good = event(R"({"content":"echo: load test "})", "null") + event(R"({"content":"000000000000"})", "null");
  const auto swapped =
      event(R"({"content":"000000000001"})", "null") + event(R"({"content":"echo: load test "})", "null");
  auto server = on_server([&] {
    const std::vector<upstream::Script> scripts{{ReadRequest{}, Write{stream(good)}, upstream::Close{}},
                                                {ReadRequest{}, Write{stream(swapped)}, upstream::Close{}}};
    return std::make_shared<upstream::ScriptedServer>(io, scripts);
  });
  scenario_ = {{"url", "http://127.0.0.1:" + std::to_string(server->port())},
               {"load", {{"connections", 1}, {"requests", 2}}},
               {"requests", json::array({{{"model", "m"}, {"stream", true}, {"answer_bytes", 1}}})}};
  const auto report = run_it();
  EXPECT_EQ(report.tally.served, 1U) << report_table(report);
  ASSERT_EQ(report.tally.errors.size(), 1U);
  EXPECT_EQ(report.tally.errors.begin()->first, "verify: other text");
  on_server([&] { server.reset(); });
}

} // namespace
} // namespace geminid::load::run_answers_test
