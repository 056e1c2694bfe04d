// What a proxy may do instead of opening a tunnel.
#include "tests/upstream/full_listener.hpp"
#include "tests/upstream/tunnel_test.hpp"

namespace geminid::upstream::tunnel_fault_test {
namespace {

using std::chrono::milliseconds;

TEST(BeforeRequest, IsEveryFaultOfTheWayToUpstream) {
  for (const auto fault : {Fault::resolve, Fault::connect, Fault::proxy_auth, Fault::proxy_refused, Fault::proxy_failed,
                           Fault::tls, Fault::connect_timeout})
    EXPECT_TRUE(before_request(fault)) << to_string(fault);
  for (const auto fault :
       {Fault::head_timeout, Fault::idle_timeout, Fault::broken, Fault::malformed, Fault::too_large, Fault::cancelled})
    EXPECT_FALSE(before_request(fault)) << to_string(fault);
}

class TunnelFaultTest : public TunnelTest {
protected:
  void expect_fault(const Script& script, Fault fault) {
    ScriptedServer proxy(io, {script});
    Client client(io, options_through(proxy));
    run([&]() -> net::Task<void> {
      EXPECT_THAT(co_await exchange(client), Fails(fault));
      EXPECT_EQ(proxy.accepted(), 1);
    });
    io.restart();
  }
};

TEST_F(TunnelFaultTest, TellsARefusalByItsStatus) {
  const std::pair<std::string, Fault> table[] = {
      {"407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 2\r\n\r\nno",
       Fault::proxy_auth},
      {"403 Forbidden\r\n\r\n<html>no</html>", Fault::proxy_refused},
      {"502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", Fault::proxy_refused},
      {"429 Too Many Requests\r\n\r\n", Fault::proxy_refused},
      {"401 Unauthorized\r\n\r\n", Fault::proxy_refused},
      {"302 Found\r\nLocation: http://login/\r\n\r\n", Fault::proxy_refused},
  };
  for (const auto& [answer, fault] : table) {
    SCOPED_TRACE(answer);
    expect_fault({ReadHead{}, Write{"HTTP/1.1 " + answer}, AwaitClose{}}, fault);
  }
}

TEST_F(TunnelFaultTest, TellsAProxyThatIsNone) {
  for (const auto* const bytes : {"SSH-2.0-OpenSSH_9.2\r\n", "\x15\x03\x01", "HTTP/1.1 OK\r\n\r\n",
                                  "HTTP/1.1 101 Switching Protocols\r\n\r\n", "HTTP/1.1 200 OK\r\nbroken\r\n\r\n"}) {
    SCOPED_TRACE(bytes);
    expect_fault({ReadHead{}, Write{bytes}, AwaitClose{}}, Fault::proxy_failed);
  }
}

TEST_F(TunnelFaultTest, TellsAProxyThatHangsUp) {
  expect_fault({Close{}}, Fault::proxy_failed);
  expect_fault({ReadHead{}, Close{}}, Fault::proxy_failed);
  expect_fault({ReadHead{}, Reset{}}, Fault::proxy_failed);
  expect_fault({ReadHead{}, Write{"HTTP/1.1 200 OK\r\nX-"}, Close{}}, Fault::proxy_failed);
}

TEST_F(TunnelFaultTest, DoesNotTakeBytesBehindTheHeadForTheOriginsAnswer) {
  for (const bool tls : {true, false}) {
    ScriptedServer proxy(io, {{ReadHead{}, Write{"HTTP/1.1 200 OK\r\n\r\n" + answer("forged")}, AwaitClose{}}});
    auto options = options_through(proxy);
    options.origin.tls = tls;
    Client client(io, options);
    run([&]() -> net::Task<void> { EXPECT_THAT(co_await exchange(client), Fails(Fault::proxy_failed)); });
    io.restart();
  }
}

TEST_F(TunnelFaultTest, EndsAHeadThatDoesNotEnd) {
  const std::string endless = "HTTP/1.1 200 OK\r\n" + std::string(1'000'000, 'x');
  std::string fields = "HTTP/1.1 200 OK\r\n";
  while (fields.size() < 1'000'000)
    fields += "X-Field: value\r\n";
  std::string interim;
  while (interim.size() < 1'000'000)
    interim += "HTTP/1.1 100 Continue\r\n\r\n";
  for (const auto& bytes : {endless, fields, interim})
    expect_fault({ReadHead{}, Write{bytes}, AwaitClose{}}, Fault::proxy_failed);
}

TEST_F(TunnelFaultTest, TellsAProxyThatCannotBeReachedOrFound) {
  const net::asio::ip::tcp::endpoint any(net::asio::ip::address_v4::loopback(), 0);
  net::Socket not_listening(io.get_executor(), any);
  auto unreachable = options_through(not_listening.local_endpoint().port());
  auto unknown = unreachable;
  unknown.proxy->host = std::string(64, 'a'); // longer than a label may be, so no name server is asked
  for (const auto& options : {unreachable, unknown}) {
    Client client(io, options);
    run([&]() -> net::Task<void> { EXPECT_THAT(co_await exchange(client), Fails(Fault::proxy_failed)); });
    io.restart();
  }
}

TEST_F(TunnelFaultTest, CountsTheProxysSilenceAsPartOfTheConnect) {
  const Script scripts[] = {{AwaitClose{}},
                            {ReadHead{}, Write{"HTTP/1.1 200 OK\r\n"}, AwaitClose{}},
                            {ReadHead{}, Write{"HTTP/1.1 200 OK\r\n\r\n"}, AwaitClose{}}};
  for (const auto& script : scripts) {
    ScriptedServer proxy(io, {script});
    auto options = options_through(proxy);
    options.connect_timeout = milliseconds(30);
    Client client(io, options);
    run([&]() -> net::Task<void> {
      EXPECT_THAT(co_await exchange(client), Fails(Fault::connect_timeout));
      co_await proxy.until_finished(1);
    });
    io.restart();
  }
  FullListener silent(io);
  auto options = options_through(silent.port());
  options.connect_timeout = milliseconds(30);
  Client client(io, options);
  run([&]() -> net::Task<void> { EXPECT_THAT(co_await exchange(client), Fails(Fault::connect_timeout)); });
}

TEST_F(TunnelFaultTest, IsCancelledWhileTheProxyThinksAndWhileTheOriginDoes) {
  ScriptedServer origin(io, {{Hang{}}}, authority.server_context("DNS:gemini.test"));
  const Script scripts[] = {{ReadHead{}, AwaitClose{}}, leads_to(origin)};
  for (const auto& script : scripts) {
    const bool in_handshake = std::holds_alternative<Relay>(script.back());
    ScriptedServer proxy(io, {script});
    Client client(io, options_through(proxy));
    run([&]() -> net::Task<void> {
      const auto call = client.call();
      Spawned sending(io, body_of(*call, post()));
      co_await proxy.until_requests(1);
      if (in_handshake)
        co_await origin.until_accepted(1);
      EXPECT_FALSE(sending.done());
      call->cancel();
      EXPECT_THAT(co_await sending.result(), Fails(Fault::cancelled));
      if (!in_handshake)
        co_await proxy.until_finished(1);
    });
    io.restart();
  }
}

} // namespace
} // namespace geminid::upstream::tunnel_fault_test
