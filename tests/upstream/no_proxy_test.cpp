#include "server/upstream/no_proxy.hpp"

#include <gtest/gtest.h>

namespace geminid::upstream::no_proxy_test {
namespace {

struct Row {
  std::string list;
  std::string origin;
  bool direct;
};

TEST(NoProxy, CoversNamesWithTheirSubdomainsAddressesNetworksAndPorts) {
  const std::string google = "https://generativelanguage.googleapis.com";
  const Row table[] = {
      {"", google, false},
      {" , ,", google, false},
      {"*", google, true},
      {"*", "http://127.0.0.1:9000", true},
      {"*:80", google, false},
      {"generativelanguage.googleapis.com", google, true},
      {"GenerativeLanguage.GoogleAPIs.com", google, true},
      {"googleapis.com", google, true},
      {".googleapis.com", google, true},
      {"*.googleapis.com", google, true},
      {"googleapis.com", "https://googleapis.com", true},
      {".googleapis.com", "https://googleapis.com", true},
      {"apis.com", google, false},
      {"google", google, false},
      {"x.generativelanguage.googleapis.com", google, false},
      {".", google, false},
      {"*.", google, false},
      {"localhost,example.org, googleapis.com", google, true},
      {"localhost\texample.org googleapis.com", google, true},
      {"googleapis.com:443", google, true},
      {"googleapis.com:8443", google, false},
      {"googleapis.com:", google, false},
      {"googleapis.com:x", google, false},
      {"10.1.2.3", "http://10.1.2.3", true},
      {"10.1.2.3:80", "http://10.1.2.3", true},
      {"10.1.2.3:81", "http://10.1.2.3", false},
      {"1.2.3", "http://10.1.2.3", false},
      {"2.3", "http://10.1.2.3", false},
      {".3", "http://10.1.2.3", false},
      {"10.0.0.0/8", "http://10.1.2.3", true},
      {"10.0.0.0/8:80", "http://10.1.2.3", true},
      {"10.9.9.9/8", "http://10.1.2.3", true},
      {"10.1.2.3/32", "http://10.1.2.3", true},
      {"0.0.0.0/0", "http://10.1.2.3", true},
      {"11.0.0.0/8", "http://10.1.2.3", false},
      {"10.0.0.0/33", "http://10.1.2.3", false},
      {"10.0.0.0/", "http://10.1.2.3", false},
      {"0.0.0.0/0", google, false},
      {"0.0.0.0/0", "http://[2001:db8::1]", false},
      {"::1", "http://[::1]:9000", true},
      {"[::1]", "http://[::1]:9000", true},
      {"[::1]:9000", "http://[::1]:9000", true},
      {"[::1]:9001", "http://[::1]:9000", false},
      {"[::1", "http://[::1]:9000", false},
      {"2001:DB8:0:0::1", "http://[2001:db8::1]", true},
      {"2001:db8::/32", "http://[2001:db8::1]", true},
      {"2001:db9::/32", "http://[2001:db8::1]", false},
  };
  for (const auto& row : table) {
    const auto origin = Origin::parse(row.origin);
    ASSERT_TRUE(origin) << origin.error().message;
    EXPECT_EQ(listed_in_no_proxy(row.list, *origin), row.direct) << '"' << row.list << "\" and " << row.origin;
  }
}

} // namespace
} // namespace geminid::upstream::no_proxy_test
