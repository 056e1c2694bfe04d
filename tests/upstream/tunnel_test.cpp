#include "tests/upstream/tunnel_test.hpp"

#include "server/upstream/tunnel.hpp"

namespace geminid::upstream::tunnel_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(ConnectRequest, NamesTheOriginWithItsPortAndHoldsTheCredentials) {
  const Origin google{.tls = true, .host = "generativelanguage.googleapis.com", .port = 443};
  EXPECT_EQ(connect_request(google, Proxy{.host = "proxy"}),
            "CONNECT generativelanguage.googleapis.com:443 HTTP/1.1\r\n"
            "Host: generativelanguage.googleapis.com:443\r\n"
            "User-Agent: geminid\r\n"
            "\r\n");
  const Origin local{.tls = false, .host = "::1", .port = 80};
  const Proxy proxy{.host = "proxy", .credentials = "Aladdin:open sesame"}; // RFC 7617, section 2
  EXPECT_EQ(connect_request(local, proxy), "CONNECT [::1]:80 HTTP/1.1\r\n"
                                           "Host: [::1]:80\r\n"
                                           "User-Agent: geminid\r\n"
                                           "Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"
                                           "\r\n");
}

TEST_F(TunnelTest, LeadsToTheOriginWhoseNameTlsVerifies) {
  ScriptedServer origin(io, {{ReadRequest{}, Write{answer("one")}, ReadRequest{}, Write{answer("two")}}},
                        authority.server_context("DNS:gemini.test"));
  ScriptedServer proxy(io, {leads_to(origin)});
  auto options = options_through(proxy);
  options.proxy->credentials = "user:pass";
  Client client(io, options);
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await exchange(client), Gives("one"));
    EXPECT_THAT(co_await exchange(client), Gives("two"));
    EXPECT_THAT(origin.server_names(), ElementsAre("gemini.test"));
    EXPECT_THAT(proxy.requests(), ElementsAre(connect_request(options.origin, *options.proxy)));
    EXPECT_THAT(origin.requests(), ElementsAre(HasSubstr("Host: gemini.test\r\n"), Not(HasSubstr("Proxy-"))));
  });
}

TEST_F(TunnelTest, LeadsToAnOriginWithoutTls) {
  ScriptedServer origin(io, {{ReadRequest{}, Write{answer("plain")}}});
  ScriptedServer proxy(io, {leads_to(origin)});
  auto options = options_through(proxy);
  options.origin.tls = false;
  options.origin.port = 80;
  Client client(io, options);
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await exchange(client), Gives("plain"));
    EXPECT_THAT(proxy.requests(), ElementsAre(HasSubstr("CONNECT gemini.test:80 HTTP/1.1\r\n")));
    EXPECT_THAT(origin.requests(), ElementsAre(HasSubstr("POST /v1beta/models/m:generateContent HTTP/1.1\r\n")));
  });
}

TEST_F(TunnelTest, FindsTheProxyByItsName) {
  ScriptedServer origin(io, {{ReadRequest{}, Write{answer("found")}}}, authority.server_context("DNS:gemini.test"));
  ScriptedServer proxy(io, {leads_to(origin)});
  auto options = options_through(proxy);
  options.proxy->host = "localhost";
  Client client(io, options);
  run([&]() -> net::Task<void> { EXPECT_THAT(co_await exchange(client), Gives("found")); });
}

TEST_F(TunnelTest, TakesEverySuccessWhateverItsHeadSays) {
  for (const auto* const head :
       {"HTTP/1.0 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"}) {
    SCOPED_TRACE(head);
    ScriptedServer origin(io, {{ReadRequest{}, Write{answer("through")}}}, authority.server_context("DNS:gemini.test"));
    ScriptedServer proxy(io, {{ReadHead{}, Write{head}, Relay{origin.port()}}});
    Client client(io, options_through(proxy));
    run([&]() -> net::Task<void> { EXPECT_THAT(co_await exchange(client), Gives("through")); });
    io.restart();
  }
}

TEST_F(TunnelTest, DoesNotMakeTheProxyTrusted) {
  const TestAuthority stranger;
  for (const auto& context :
       {authority.server_context("DNS:proxy.test,IP:127.0.0.1"), stranger.server_context("DNS:gemini.test")}) {
    ScriptedServer origin(io, {{ReadRequest{}, Write{answer("secret")}}}, context);
    ScriptedServer proxy(io, {leads_to(origin)});
    Client client(io, options_through(proxy));
    run([&]() -> net::Task<void> {
      EXPECT_THAT(co_await exchange(client), Fails(Fault::tls));
      EXPECT_THAT(origin.requests(), IsEmpty());
    });
    io.restart();
  }
}

TEST_F(TunnelTest, ResumesTheTlsSessionInTheNextTunnel) {
  const Script once{ReadRequest{}, Write{answer("x")}, Cut{}};
  ScriptedServer origin(io, {once, once}, authority.server_context("DNS:gemini.test"));
  ScriptedServer proxy(io, {leads_to(origin), leads_to(origin)});
  Client client(io, options_through(proxy));
  run([&]() -> net::Task<void> {
    for (int i = 0; i < 2; ++i) {
      EXPECT_THAT(co_await exchange(client), Gives("x"));
      client.close_idle();
    }
    EXPECT_EQ(proxy.accepted(), 2);
    EXPECT_EQ(origin.resumed(), 1);
  });
}

TEST_F(TunnelTest, IsReplacedSilentlyWhenItDiedBetweenTwoRequests) {
  ScriptedServer origin(
      io, {{ReadRequest{}, Write{answer("one")}, ReadRequest{}, Cut{}}, {ReadRequest{}, Write{answer("two")}}},
      authority.server_context("DNS:gemini.test"));
  ScriptedServer proxy(io, {leads_to(origin), leads_to(origin)});
  Client client(io, options_through(proxy));
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await exchange(client), Gives("one"));
    EXPECT_THAT(co_await exchange(client), Gives("two"));
    EXPECT_EQ(proxy.accepted(), 2);
  });
}

TEST_F(TunnelTest, IsNotAskedForWhereNoProxyListsTheOrigin) {
  ScriptedServer origin(io, {{ReadRequest{}, Write{answer("direct")}}});
  ScriptedServer proxy(io, {});
  auto options = options_for(origin);
  const ProxySettings settings{.http_proxy = "http://127.0.0.1:" + std::to_string(proxy.port()),
                               .no_proxy = "localhost,127.0.0.1"};
  options.proxy = *proxy_for(options.origin, settings);
  Client client(io, options);
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await exchange(client), Gives("direct"));
    EXPECT_EQ(proxy.accepted(), 0);
  });
}

} // namespace
} // namespace geminid::upstream::tunnel_test
