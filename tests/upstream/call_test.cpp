#include "tests/upstream/net_test.hpp"

namespace geminid::upstream::call_test {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::SizeIs;
using testing::StartsWith;

class CallTest : public NetTest {};

TEST_F(CallTest, SendsTheRequestAndGivesTheResponse) {
  ScriptedServer server(io, {{ReadRequest{}, Write{answer("{\"a\":1}")}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    const auto call = client.call();
    const auto head = co_await call->send(post("{\"q\":1}"));
    EXPECT_TRUE(head);
    if (!head)
      co_return;
    EXPECT_EQ(head->status, 200);
    EXPECT_EQ(head->content_type, "application/json");
    EXPECT_THAT(head->headers, SizeIs(2));
    EXPECT_THAT(co_await call->read_all(100), Gives("{\"a\":1}"));
    EXPECT_THAT(server.requests(), ElementsAre("POST /v1beta/models/m:generateContent HTTP/1.1\r\n"
                                               "Host: 127.0.0.1:" +
                                               std::to_string(server.port()) +
                                               "\r\n"
                                               "User-Agent: geminid\r\n"
                                               "Accept-Encoding: identity\r\n"
                                               "x-goog-api-key: key\r\n"
                                               "Content-Type: application/json\r\n"
                                               "Content-Length: 7\r\n"
                                               "\r\n"
                                               "{\"q\":1}"));
  });
}

TEST_F(CallTest, GivesEachPieceAsItArrives) {
  ScriptedServer server(io, {{ReadRequest{}, Write{chunked("")}, Pause{}, Write{"6\r\nfirst \r\n"}, Pause{},
                              Write{"6\r\nsecond\r\n"}, Pause{}, Write{"0\r\n\r\n"}, AwaitClose{}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    const auto call = client.call();
    const auto head = co_await call->send(post());
    EXPECT_TRUE(head);
    for (const std::string_view expected : {"first ", "second", ""}) {
      server.release();
      const auto piece = co_await call->read_some();
      EXPECT_TRUE(piece);
      EXPECT_EQ(piece ? *piece : "fault", expected);
    }
    const auto again = co_await call->read_some();
    EXPECT_TRUE(again && again->empty());
  });
}

TEST_F(CallTest, GivesWhatHasComeAlreadyWithoutWaiting) {
  ScriptedServer server(io, {{ReadRequest{}, Write{chunked("5\r\nfirst\r\n6\r\nsecond\r\n5\r\nth")}, Pause{},
                              Write{"ird\r\n0\r\n\r\n"}, AwaitClose{}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    const auto call = client.call();
    EXPECT_TRUE(co_await call->send(post()));
    EXPECT_THAT(co_await call->read_some(), Gives("first"));
    EXPECT_EQ(call->at_hand(), "second");
    EXPECT_EQ(call->at_hand(), "th");
    EXPECT_EQ(call->at_hand(), "");
    server.release();
    EXPECT_THAT(co_await call->read_some(), Gives("ird"));
    EXPECT_EQ(call->at_hand(), "");
    EXPECT_THAT(co_await call->read_some(), Gives(""));
    EXPECT_EQ(call->at_hand(), "");
  });
}

TEST_F(CallTest, LeavesAFaultThatIsAtHandToTheNextRead) {
  ScriptedServer server(io, {{ReadRequest{}, Write{chunked("5\r\nfirst\r\nno size\r\n")}, AwaitClose{}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    const auto call = client.call();
    EXPECT_TRUE(co_await call->send(post()));
    EXPECT_THAT(co_await call->read_some(), Gives("first"));
    EXPECT_EQ(call->at_hand(), "");
    EXPECT_THAT(co_await call->read_some(), Fails(Fault::malformed));
  });
}

TEST_F(CallTest, ReadsABodyThatEndsWithItsConnection) {
  for (const auto& head : {"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n"}) {
    ScriptedServer server(io, {{ReadRequest{}, Write{head + std::string("to the end")}, Close{}}});
    Client client(io, options_for(server));
    run([&]() -> net::Task<void> { EXPECT_THAT(co_await exchange(client), Gives("to the end")); });
    io.restart();
  }
}

TEST_F(CallTest, ReportsABodyThatWasCutOffAsBroken) {
  const std::string half_of_ten = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello";
  const std::string half_a_chunk = chunked("a\r\nhello");
  const std::string no_last_chunk = chunked("5\r\nhello\r\n");
  const std::string to_the_end = "HTTP/1.1 200 OK\r\n\r\nhello";
  const std::pair<std::string, Step> table[] = {
      {half_of_ten, Close{}},   {half_of_ten, Reset{}},   {half_a_chunk, Close{}}, {half_a_chunk, Reset{}},
      {no_last_chunk, Close{}}, {no_last_chunk, Reset{}}, {to_the_end, Reset{}},
  };
  for (const auto& [bytes, end] : table) {
    SCOPED_TRACE(bytes);
    ScriptedServer server(io, {{ReadRequest{}, Write{bytes}, Pause{}, end}});
    Client client(io, options_for(server));
    run([&]() -> net::Task<void> {
      const auto call = client.call();
      const auto head = co_await call->send(post());
      EXPECT_TRUE(head);
      const auto piece = co_await call->read_some();
      EXPECT_TRUE(piece && *piece == "hello");
      server.release();
      EXPECT_THAT(co_await call->read_some(), Fails(Fault::broken));
      EXPECT_THAT(co_await call->read_some(), Fails(Fault::broken));
      EXPECT_EQ(server.accepted(), 1);
    });
    io.restart();
  }
}

TEST_F(CallTest, ReportsANewConnectionThatClosesBeforeItsHeadAsBroken) {
  for (const std::string bytes : {"", "HTTP/1.1 200 OK\r\nContent-Le"}) {
    for (const Step& end : {Step{Close{}}, Step{Reset{}}}) {
      ScriptedServer server(io, {{ReadRequest{}, Write{bytes}, end}});
      Client client(io, options_for(server));
      run([&]() -> net::Task<void> {
        EXPECT_THAT(co_await exchange(client), Fails(Fault::broken));
        EXPECT_EQ(server.accepted(), 1);
      });
      io.restart();
    }
  }
}

TEST_F(CallTest, ReportsAMalformedAnswerAndCloses) {
  const std::string table[] = {
      "SSH-2.0-OpenSSH_9.2\r\n",
      "HTTP/1.1 abc\r\n\r\n",
      chunked("xyz\r\n"),
  };
  for (const auto& bytes : table) {
    SCOPED_TRACE(bytes);
    ScriptedServer server(io, {{ReadRequest{}, Write{bytes}, AwaitClose{}}});
    Client client(io, options_for(server));
    run([&]() -> net::Task<void> {
      EXPECT_THAT(co_await exchange(client), Fails(Fault::malformed));
      co_await server.until_finished(1);
    });
    io.restart();
  }
}

TEST_F(CallTest, LimitsTheHead) {
  const std::string head = "HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x') + "\r\n\r\n";
  ScriptedServer server(io, {{ReadRequest{}, Write{head}, AwaitClose{}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> { EXPECT_THAT(co_await exchange(client), Fails(Fault::too_large)); });
}

TEST_F(CallTest, LimitsTheBodyAndCloses) {
  const std::string table[] = {
      answer("12345678901"),
      chunked("8\r\n12345678\r\n3\r\n901\r\n0\r\n\r\n"),
      "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n",
  };
  for (const auto& bytes : table) {
    SCOPED_TRACE(bytes);
    ScriptedServer server(io, {{ReadRequest{}, Write{bytes}, AwaitClose{}}});
    Client client(io, options_for(server));
    run([&]() -> net::Task<void> {
      const auto call = client.call();
      const auto head = co_await call->send(post());
      EXPECT_TRUE(head);
      EXPECT_THAT(co_await call->read_all(10), Fails(Fault::too_large));
      co_await server.until_finished(1);
    });
    io.restart();
  }
}

TEST_F(CallTest, AllowsABodyOfExactlyTheLimit) {
  ScriptedServer server(io, {{ReadRequest{}, Write{answer("1234567890")}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    const auto call = client.call();
    const auto head = co_await call->send(post());
    EXPECT_TRUE(head);
    EXPECT_THAT(co_await call->read_all(10), Gives("1234567890"));
  });
}

TEST_F(CallTest, CarriesLargeBodiesBothWays) {
  std::string large(5'000'000, ' ');
  for (std::size_t i = 0; i < large.size(); ++i)
    large[i] = static_cast<char>('a' + i % 23);
  ScriptedServer server(io, {{ReadRequest{}, Write{answer(large)}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    const auto outcome = co_await exchange(client, post(large));
    EXPECT_TRUE(outcome && *outcome == large);
    EXPECT_THAT(server.requests(), ElementsAre(EndsWith(large)));
  });
}

TEST_F(CallTest, ReadsTheAnswerToABodyThatTheServerDidNotWantToRead) {
  const std::string large(32 * 1024 * 1024, 'x');
  const std::string refusal = "HTTP/1.1 413 Too Large\r\nContent-Length: 7\r\n\r\nrefused";
  ScriptedServer server(io, {{ReadHead{}, Write{refusal}, Cut{}}, {ReadRequest{}, Write{answer("second")}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    const auto call = client.call();
    const auto head = co_await call->send(post(large));
    EXPECT_TRUE(head);
    EXPECT_EQ(head ? head->status : 0, 413);
    EXPECT_THAT(co_await call->read_all(100), Gives("refused"));
    EXPECT_THAT(co_await exchange(client), Gives("second"));
    EXPECT_EQ(server.accepted(), 2);
  });
}

TEST_F(CallTest, RefusesARequestThatCouldBeReadAsTwoWithoutConnecting) {
  ScriptedServer server(io, {});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    auto request = post();
    request.api_key = "key\r\nX-Other: 1";
    EXPECT_THAT(co_await exchange(client, request), Fails(Fault::malformed));
    EXPECT_EQ(server.accepted(), 0);
  });
}

TEST_F(CallTest, PutsTheOriginsPathPrefixFirst) {
  ScriptedServer server(io, {{ReadRequest{}, Write{answer("")}}});
  auto options = options_for(server);
  options.origin.path_prefix = "/gemini";
  Client client(io, options);
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await exchange(client), Gives(""));
    EXPECT_THAT(server.requests(),
                ElementsAre(StartsWith("POST /gemini/v1beta/models/m:generateContent HTTP/1.1\r\n")));
  });
}

} // namespace
} // namespace geminid::upstream::call_test
