#include "server/fetch/public_address.hpp"

#include <algorithm>
#include <array>

namespace geminid::fetch {

namespace ip = boost::asio::ip;

namespace {

struct Block4 {
  std::uint32_t begin;
  int bits;
};

constexpr Block4 block(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d, int bits) {
  return {a << 24 | b << 16 | c << 8 | d, bits};
}

// https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast.
constexpr std::array special_v4{
    block(0, 0, 0, 0, 8),       block(10, 0, 0, 0, 8),      block(100, 64, 0, 0, 10),    block(127, 0, 0, 0, 8),
    block(169, 254, 0, 0, 16),  block(172, 16, 0, 0, 12),   block(192, 0, 0, 0, 24),     block(192, 0, 2, 0, 24),
    block(192, 31, 196, 0, 24), block(192, 52, 193, 0, 24), block(192, 88, 99, 0, 24),   block(192, 168, 0, 0, 16),
    block(192, 175, 48, 0, 24), block(198, 18, 0, 0, 15),   block(198, 51, 100, 0, 24),  block(203, 0, 113, 0, 24),
    block(224, 0, 0, 0, 4),     block(240, 0, 0, 0, 4),     block(168, 63, 129, 16, 32), // Azure's metadata, although
                                                                                         // the address is a public one
};

/// The first half of an IPv6 address: no block here is longer.
struct Block6 {
  std::uint64_t begin;
  int bits;
};

constexpr Block6 block6(std::uint64_t a, std::uint64_t b, std::uint64_t c, int bits) {
  return {a << 48 | b << 32 | c << 16, bits};
}

constexpr auto global_unicast = block6(0x2000, 0, 0, 3);
constexpr auto nat64 = block6(0x64, 0xff9b, 0, 64); // the well-known prefix, of which 96 bits are fixed

// https://www.iana.org/assignments/iana-ipv6-special-registry, as far as it is within global unicast.
constexpr std::array special_v6{
    block6(0x2001, 0, 0, 23),         // protocol assignments, with Teredo, ORCHID and benchmarking
    block6(0x2001, 0xdb8, 0, 32),     // documentation
    block6(0x2002, 0, 0, 16),         // 6to4
    block6(0x2620, 0x4f, 0x8000, 48), // AS112
    block6(0x3fff, 0, 0, 20),         // documentation
};

bool within(std::uint32_t address, const Block4& block) {
  return (address ^ block.begin) >> (32 - block.bits) == 0;
}

bool within(std::uint64_t upper_half, const Block6& block) {
  return (upper_half ^ block.begin) >> (64 - block.bits) == 0;
}

std::uint64_t half(const ip::address_v6::bytes_type& bytes, std::size_t from) {
  std::uint64_t value = 0;
  for (std::size_t i = from; i < from + 8; ++i)
    value = value << 8 | bytes[i];
  return value;
}

bool is_public_v4(std::uint32_t address) {
  return std::none_of(special_v4.begin(), special_v4.end(), [&](const auto& block) { return within(address, block); });
}

bool is_public_v6(const ip::address_v6& address) {
  const auto bytes = address.to_bytes();
  const auto upper = half(bytes, 0);
  const auto lower = half(bytes, 8);
  const bool mapped = upper == 0 && lower >> 32 == 0xffff;
  const bool translated = within(upper, nat64) && lower >> 32 == 0;
  if (mapped || translated)
    return is_public_v4(static_cast<std::uint32_t>(lower));
  return within(upper, global_unicast) &&
         std::none_of(special_v6.begin(), special_v6.end(), [&](const auto& block) { return within(upper, block); });
}

} // namespace

bool is_public(const ip::address& address) {
  return address.is_v4() ? is_public_v4(address.to_v4().to_uint()) : is_public_v6(address.to_v6());
}

bool is_web_port(std::uint16_t port) {
  return port == 80 || port == 443 || port == 8080 || port == 8443;
}

} // namespace geminid::fetch
