#include "tests/fetch/fetch_test.hpp"
#include "tests/upstream/certificates.hpp"

namespace geminid::fetch::fetch_tls_test {
namespace {

class FetchTlsTest : public FetchTest {
protected:
  FetchTlsTest() { options.ca_file = authority.file(); }

  static std::string secure_url_of(const ScriptedServer& server) {
    return "https://files.example:" + std::to_string(server.port()) + "/cat.png";
  }

  upstream::TestAuthority authority;
};

TEST_F(FetchTlsTest, VerifiesTheNameAlthoughItConnectsByAddress) {
  ScriptedServer server(io, {{ReadHead{}, Write{upstream::answer("cat")}, Close{}}},
                        authority.server_context("DNS:files.example"));
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await fetch(secure_url_of(server)), Brings("cat"));
    EXPECT_THAT(server.server_names(), testing::ElementsAre("files.example"));
  });
}

TEST_F(FetchTlsTest, RefusesACertificateForAnotherNameOrOfAnUnknownAuthority) {
  const upstream::TestAuthority stranger;
  const std::pair<const upstream::TestAuthority*, std::string> table[] = {
      {&authority, "DNS:other.example"}, {&authority, "IP:127.0.0.1"}, {&stranger, "DNS:files.example"}};
  for (const auto& [issuer, names_of_server] : table) {
    ScriptedServer server(io, {{ReadHead{}, Write{upstream::answer("cat")}, Close{}}},
                          issuer->server_context(names_of_server));
    run([&, of = names_of_server]() -> net::Task<void> {
      EXPECT_THAT(co_await fetch(secure_url_of(server)), Fails(Fault::refused, "TLS certificate is not valid")) << of;
      EXPECT_THAT(server.requests(), testing::IsEmpty());
    });
    io.restart();
  }
}

} // namespace
} // namespace geminid::fetch::fetch_tls_test
