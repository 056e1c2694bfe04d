#include "server/http/client_side.hpp"

#include <gtest/gtest.h>

namespace geminid::http::client_side_test {
namespace {

TrustedProxies proxies(std::string_view list) {
  auto parsed = TrustedProxies::parse(list);
  EXPECT_TRUE(parsed) << parsed.error().message;
  return parsed ? std::move(*parsed) : TrustedProxies{};
}

struct Case {
  std::string_view trusted, peer, forwarded_for, client;
};

TEST(ClientSide, IsTheNearestAddressThatIsNoTrustedProxys) {
  for (const auto& of : {
           Case{"loopback", "203.0.113.7", "", "203.0.113.7"},
           Case{"loopback", "203.0.113.7", "198.51.100.1", "203.0.113.7"}, // a stranger says what it likes
           Case{"loopback", "127.0.0.1", "198.51.100.1", "198.51.100.1"},
           Case{"loopback", "::1", "198.51.100.1", "198.51.100.1"},
           Case{"loopback", "::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"},
           Case{"loopback", "127.0.0.1", "9.9.9.9, 198.51.100.1",
                "198.51.100.1"}, // the client's own claim is not heard
           Case{"loopback", "127.0.0.1", "9.9.9.9, 10.0.0.3", "10.0.0.3"},
           Case{"private", "10.1.2.3", "9.9.9.9,198.51.100.1 , 10.0.0.3", "198.51.100.1"},
           Case{"private", "10.1.2.3", "10.0.0.9", "10.0.0.9"}, // as far as is known
           Case{"private", "10.1.2.3", "nonsense, 10.0.0.3", "10.0.0.3"},
           Case{"private", "fd00::1", "2001:db8::9", "2001:db8::9"},
           Case{"203.0.113.0/24 2001:db8::1", "203.0.113.7", "198.51.100.1:4711", "198.51.100.1"},
           Case{"203.0.113.0/24,2001:db8::1", "2001:db8::1", "[2001:db8::9]:443", "2001:db8::9"},
           Case{"", "127.0.0.1", "198.51.100.1", "127.0.0.1"},
       })
    EXPECT_EQ(client_side(of.peer, of.forwarded_for, "", proxies(of.trusted)).address, of.client)
        << of.trusted << " | " << of.peer << " | " << of.forwarded_for;
}

TEST(ClientSide, IsEncryptedWhenATrustedProxySaysSo) {
  const auto trusted = proxies("loopback");
  EXPECT_TRUE(client_side("127.0.0.1", "9.9.9.9", "https", trusted).https);
  EXPECT_TRUE(client_side("127.0.0.1", "9.9.9.9", "http, HTTPS", trusted).https);
  EXPECT_FALSE(client_side("127.0.0.1", "9.9.9.9", "https, http", trusted).https);
  EXPECT_FALSE(client_side("127.0.0.1", "9.9.9.9", "", trusted).https);
  EXPECT_FALSE(client_side("203.0.113.7", "9.9.9.9", "https", trusted).https);
}

TEST(TrustedProxies, AreRefusedByTheEntryThatIsNone) {
  for (const auto* list : {"10.0.0.0/33", "loopback, nobody", "1.2.3", "2001:db8::/200", "10.0.0.0/"}) {
    const auto parsed = TrustedProxies::parse(list);
    EXPECT_FALSE(parsed) << list;
  }
}

} // namespace
} // namespace geminid::http::client_side_test
