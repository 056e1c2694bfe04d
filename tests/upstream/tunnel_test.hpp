// A client that reaches a scripted origin through a scripted proxy.
#pragma once

#include "tests/upstream/certificates.hpp"
#include "tests/upstream/net_test.hpp"

namespace geminid::upstream {

class TunnelTest : public NetTest {
protected:
  /// No name server knows the origin's name, so only the proxy can lead there.
  Client::Options options_through(std::uint16_t proxy_port) const {
    Client::Options options;
    options.origin = Origin{.tls = true, .host = "gemini.test", .port = 443};
    options.ca_file = authority.file();
    options.proxy = Proxy{.host = "127.0.0.1", .port = proxy_port};
    return options;
  }
  Client::Options options_through(const ScriptedServer& proxy) const { return options_through(proxy.port()); }

  static Script leads_to(const ScriptedServer& origin) {
    return {ReadHead{}, Write{"HTTP/1.1 200 Connection established\r\n\r\n"}, Relay{origin.port()}};
  }

  TestAuthority authority;
};

} // namespace geminid::upstream
