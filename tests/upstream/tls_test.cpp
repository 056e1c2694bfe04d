#include "tests/upstream/certificates.hpp"
#include "tests/upstream/net_test.hpp"

namespace geminid::upstream::tls_test {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

class TlsTest : public NetTest {
protected:
  Client::Options options_for_host(const ScriptedServer& server, const std::string& host) const {
    auto options = options_for(server);
    options.origin.tls = true;
    options.origin.host = host;
    options.ca_file = authority.file();
    return options;
  }

  static Script answers_and_cuts(std::string_view body) { return {ReadRequest{}, Write{answer(body)}, Cut{}}; }

  TestAuthority authority;
};

TEST_F(TlsTest, TalksToAServerWhoseNameItVerifiedAndNamed) {
  ScriptedServer server(io, {{ReadRequest{}, Write{answer("one")}, ReadRequest{}, Write{answer("two")}}},
                        authority.server_context("DNS:localhost"));
  Client client(io, options_for_host(server, "localhost"));
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await exchange(client), Gives("one"));
    EXPECT_THAT(co_await exchange(client), Gives("two"));
    EXPECT_THAT(server.server_names(), ElementsAre("localhost"));
    EXPECT_EQ(server.accepted(), 1);
  });
}

TEST_F(TlsTest, VerifiesAnAddressAndDoesNotNameIt) {
  ScriptedServer server(io, {answers_and_cuts("one")}, authority.server_context("IP:127.0.0.1"));
  Client client(io, options_for_host(server, "127.0.0.1"));
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await exchange(client), Gives("one"));
    EXPECT_THAT(server.server_names(), ElementsAre(""));
  });
}

TEST_F(TlsTest, RefusesACertificateForAnotherName) {
  const std::pair<std::string, std::string> table[] = {
      {"localhost", "DNS:example.org"}, {"localhost", "DNS:local*"}, {"127.0.0.1", "DNS:localhost"},
      {"127.0.0.1", "IP:127.0.0.2"},    {"localhost", ""},
  };
  for (const auto& [host, names] : table) {
    SCOPED_TRACE(host + " against " + names);
    ScriptedServer server(io, {answers_and_cuts("secret")}, authority.server_context(names));
    Client client(io, options_for_host(server, host));
    run([&]() -> net::Task<void> {
      EXPECT_THAT(co_await exchange(client), Fails(Fault::tls));
      EXPECT_THAT(server.requests(), testing::IsEmpty());
    });
    io.restart();
  }
}

TEST_F(TlsTest, RefusesACertificateOfAnUnknownAuthority) {
  const TestAuthority stranger;
  ScriptedServer server(io, {answers_and_cuts("secret")}, stranger.server_context("DNS:localhost"));
  Client client(io, options_for_host(server, "localhost"));
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await exchange(client), Fails(Fault::tls));
    EXPECT_THAT(server.requests(), testing::IsEmpty());
  });
}

TEST_F(TlsTest, RefusesOldProtocols) {
  auto context = authority.server_context("DNS:localhost");
  SSL_CTX_set_security_level(context->native_handle(), 0);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context->native_handle(), TLS1_1_VERSION);
  ScriptedServer server(io, {answers_and_cuts("secret")}, context);
  Client client(io, options_for_host(server, "localhost"));
  run([&]() -> net::Task<void> { EXPECT_THAT(co_await exchange(client), Fails(Fault::tls)); });
}

TEST_F(TlsTest, ReportsAServerThatDoesNotSpeakIt) {
  ScriptedServer server(io, {{Write{"HTTP/1.1 400 Bad Request\r\n\r\n"}, AwaitClose{}}});
  Client client(io, options_for_host(server, "localhost"));
  run([&]() -> net::Task<void> { EXPECT_THAT(co_await exchange(client), Fails(Fault::tls)); });
}

TEST_F(TlsTest, ResumesTheSessionOnTheNextConnection) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    SCOPED_TRACE(version == TLS1_2_VERSION ? "TLS 1.2" : "TLS 1.3");
    auto context = authority.server_context("DNS:localhost");
    SSL_CTX_set_max_proto_version(context->native_handle(), version);
    ScriptedServer server(io, {answers_and_cuts("one"), answers_and_cuts("two"), answers_and_cuts("three")}, context);
    Client client(io, options_for_host(server, "localhost"));
    run([&]() -> net::Task<void> {
      for (const std::string_view body : {"one", "two", "three"}) {
        EXPECT_THAT(co_await exchange(client), Gives(body));
        client.close_idle();
      }
      EXPECT_EQ(server.accepted(), 3);
      EXPECT_EQ(server.resumed(), 2);
    });
    io.restart();
  }
}

TEST_F(TlsTest, MakesAFullHandshakeWithAServerThatForgotTheSession) {
  ScriptedServer first(io, {answers_and_cuts("one")}, authority.server_context("DNS:localhost"));
  // Another context has other ticket keys, as a server has after a restart.
  ScriptedServer second(io, {answers_and_cuts("two")}, authority.server_context("DNS:localhost"));
  TlsContext tls("localhost", authority.file());
  run([&]() -> net::Task<void> {
    for (const auto* const server : {&first, &second}) {
      Connection connection(io);
      const net::asio::ip::tcp::endpoint peer(net::asio::ip::address_v4::loopback(), server->port());
      EXPECT_FALSE(co_await connection.connect(peer));
      EXPECT_FALSE(co_await connection.handshake(tls));
      // TLS 1.3 tickets come with the first bytes of the answer.
      const std::string request = "GET / HTTP/1.1\r\n\r\n";
      const std::array<net::asio::const_buffer, 2> bytes{net::asio::buffer(request), {}};
      co_await connection.write(bytes, [] {});
      const auto [ec, count] = co_await connection.read_some();
      EXPECT_FALSE(ec);
    }
    EXPECT_EQ(first.resumed() + second.resumed(), 0);
  });
}

TEST_F(TlsTest, CarriesLargeBodiesBothWays) {
  std::string large(3'000'000, ' ');
  for (std::size_t i = 0; i < large.size(); ++i)
    large[i] = static_cast<char>('a' + i % 23);
  ScriptedServer server(io, {{ReadRequest{}, Write{answer(large)}}}, authority.server_context("DNS:localhost"));
  Client client(io, options_for_host(server, "localhost"));
  run([&]() -> net::Task<void> {
    const auto outcome = co_await exchange(client, post(large));
    EXPECT_TRUE(outcome && *outcome == large);
    EXPECT_THAT(server.requests(), ElementsAre(EndsWith(large)));
  });
}

TEST_F(TlsTest, TakesTheEndOfABodyOnlyFromThePeerItself) {
  const std::string body = "HTTP/1.1 200 OK\r\n\r\nto the end";
  ScriptedServer server(io, {{ReadRequest{}, Write{body}, Close{}}, {ReadRequest{}, Write{body}, Cut{}}},
                        authority.server_context("DNS:localhost"));
  Client client(io, options_for_host(server, "localhost"));
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await exchange(client), Gives("to the end"));
    EXPECT_THAT(co_await exchange(client), Fails(Fault::broken)); // anyone on the way could have cut this
  });
}

TEST_F(TlsTest, ReplacesAKeptConnectionThatTheServerClosed) {
  const std::vector<Script> dying = {{ReadRequest{}, Write{answer("one")}, Pause{}, Close{}},
                                     {ReadRequest{}, Write{answer("one")}, Pause{}, Cut{}},
                                     {ReadRequest{}, Write{answer("one")}, ReadRequest{}, Reset{}}};
  for (const auto& script : dying) {
    ScriptedServer server(io, {script, answers_and_cuts("two")}, authority.server_context("DNS:localhost"));
    Client client(io, options_for_host(server, "localhost"));
    run([&]() -> net::Task<void> {
      EXPECT_THAT(co_await exchange(client), Gives("one"));
      server.release();
      EXPECT_THAT(co_await exchange(client), Gives("two"));
      EXPECT_EQ(server.accepted(), 2);
    });
    io.restart();
  }
}

TEST_F(TlsTest, IsCancelledWhileReadingAndWriting) {
  const std::string large(64 * 1024 * 1024, 'x');
  ScriptedServer server(io, {{ReadRequest{}, AwaitClose{}}, {ReadHead{}, Pause{}, AwaitClose{}}},
                        authority.server_context("DNS:localhost"));
  Client client(io, options_for_host(server, "localhost"));
  run([&]() -> net::Task<void> {
    const std::string_view bodies[] = {"{}", large};
    for (std::size_t i = 0; i < 2; ++i) {
      const auto call = client.call();
      Spawned sending(io, body_of(*call, post(bodies[i])));
      co_await server.until_requests(i + 1);
      EXPECT_FALSE(sending.done());
      call->cancel();
      EXPECT_THAT(co_await sending.result(), Fails(Fault::cancelled));
    }
    server.release();
    co_await server.until_finished(2);
  });
}

TEST_F(TlsTest, SaysAtTheStartThatTheFileOfRootsCannotBeRead) {
  Client::Options options;
  options.ca_file = "/nowhere/ca.pem";
  try {
    const Client client(io, options);
    FAIL() << "expected an exception";
  } catch (const std::runtime_error& e) {
    EXPECT_THAT(e.what(), HasSubstr("/nowhere/ca.pem"));
  }
}

} // namespace
} // namespace geminid::upstream::tls_test
