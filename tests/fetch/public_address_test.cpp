#include "server/fetch/public_address.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace geminid::fetch::public_address_test {
namespace {

bool judged(const std::string& text) {
  return is_public(boost::asio::ip::make_address(text));
}

TEST(PublicAddress, IsNoneOfTheSpecialPurposeBlocksOfIPv4FromTheirFirstToTheirLast) {
  for (const std::string address :
       {"0.0.0.0",         "0.255.255.255", "10.0.0.0",        "10.255.255.255",  "100.64.0.0",      "100.127.255.255",
        "127.0.0.0",       "127.0.0.1",     "127.255.255.255", "169.254.0.0",     "169.254.255.255", "172.16.0.0",
        "172.31.255.255",  "192.0.0.0",     "192.0.0.9",       "192.0.0.10",      "192.0.0.170",     "192.0.0.255",
        "192.0.2.0",       "192.0.2.255",   "192.31.196.1",    "192.52.193.1",    "192.88.99.1",     "192.168.0.0",
        "192.168.255.255", "192.175.48.1",  "198.18.0.0",      "198.19.255.255",  "198.51.100.0",    "198.51.100.255",
        "203.0.113.0",     "203.0.113.255", "224.0.0.0",       "239.255.255.255", "240.0.0.0",       "255.255.255.254",
        "255.255.255.255"})
    EXPECT_FALSE(judged(address)) << address;
}

TEST(PublicAddress, IsWhatLiesRightBesideThoseBlocks) {
  for (const std::string address :
       {"1.0.0.0",       "9.255.255.255",   "11.0.0.0",     "100.63.255.255",  "100.128.0.0", "126.255.255.255",
        "128.0.0.0",     "169.253.255.255", "169.255.0.0",  "172.15.255.255",  "172.32.0.0",  "191.255.255.255",
        "192.0.1.0",     "192.0.1.255",     "192.0.3.0",    "192.167.255.255", "192.169.0.0", "198.17.255.255",
        "198.20.0.0",    "198.51.99.255",   "198.51.101.0", "203.0.112.255",   "203.0.114.0", "223.255.255.255",
        "168.63.129.15", "168.63.129.17",   "8.8.8.8",      "142.250.74.46"})
    EXPECT_TRUE(judged(address)) << address;
}

TEST(PublicAddress, IsNoMetadataServiceOfACloud) {
  for (const std::string address :
       {"169.254.169.254", "169.254.170.2", "100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2::254",
        "fd20:ce::254", "fe80::a9fe:a9fe", "::ffff:169.254.169.254", "64:ff9b::169.254.169.254"})
    EXPECT_FALSE(judged(address)) << address;
}

TEST(PublicAddress, IsNoSpecialBlockOfIPv6) {
  for (const std::string address : {"::",
                                    "::1",
                                    "::127.0.0.1",
                                    "::8.8.8.8",
                                    "64:ff9b:1::1",
                                    "64:ff9b:1::8.8.8.8",
                                    "64:ff9b:0:0:1::8.8.8.8",
                                    "100::1",
                                    "100:0:0:1::1",
                                    "1fff:ffff::1",
                                    "2001::1",
                                    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                                    "2001:1::1",
                                    "2001:2::1",
                                    "2001:3::1",
                                    "2001:4:112::1",
                                    "2001:10::1",
                                    "2001:20::1",
                                    "2001:30::1",
                                    "2001:1ff:ffff::1",
                                    "2001:db8::1",
                                    "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
                                    "2002::1",
                                    "2002:7f00:1::1",
                                    "2002:a00:1::1",
                                    "2002:808:808::1",
                                    "2620:4f:8000::1",
                                    "3fff::1",
                                    "3fff:fff:ffff::1",
                                    "4000::1",
                                    "5f00::1",
                                    "fc00::1",
                                    "fdff:ffff::1",
                                    "fe80::1",
                                    "fe80::1%1",
                                    "febf::1",
                                    "fec0::1",
                                    "ff02::1",
                                    "ff0e::1",
                                    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"})
    EXPECT_FALSE(judged(address)) << address;
}

TEST(PublicAddress, IsGlobalUnicastBesideThem) {
  for (const std::string address : {"2000::1", "2001:200::1", "2001:db7:ffff::1", "2001:db9::1", "2001:4860:4860::8888",
                                    "2003::1", "2606:4700::1111", "2620:4f:7fff::1", "2620:4f:8001::1",
                                    "2a00:1450:4001:81c::200e", "3ffe:ffff::1", "3fff:1000::1"})
    EXPECT_TRUE(judged(address)) << address;
}

TEST(PublicAddress, OfIPv6ThatCarriesAnIPv4AddressIsAsThatOne) {
  for (const std::string prefix : {"::ffff:", "64:ff9b::"}) {
    EXPECT_TRUE(judged(prefix + "8.8.8.8")) << prefix;
    for (const std::string carried : {"127.0.0.1", "10.0.0.1", "192.168.1.1", "0.0.0.0", "224.0.0.1"})
      EXPECT_FALSE(judged(prefix + carried)) << prefix << carried;
  }
}

TEST(WebPort, IsOneOfFour) {
  constexpr std::array<std::uint16_t, 4> of_the_web{80, 443, 8080, 8443};
  constexpr std::array<std::uint16_t, 11> others{1, 22, 25, 81, 444, 2375, 3306, 6379, 8000, 9200, 65535};
  for (const auto port : of_the_web)
    EXPECT_TRUE(is_web_port(port)) << port;
  for (const auto port : others)
    EXPECT_FALSE(is_web_port(port)) << port;
}

} // namespace
} // namespace geminid::fetch::public_address_test
