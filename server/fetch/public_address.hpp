// Which addresses and ports belong to the public web. Pure.
#pragma once

#include <boost/asio/ip/address.hpp>

#include <cstdint>

namespace geminid::fetch {

/// False for everything that IANA's special-purpose registries name (private, loopback, link-local, shared, reserved,
/// documentation, multicast, …), for what clouds keep for their metadata, and for IPv6 that carries an IPv4 address of
/// this kind. 6to4 and Teredo are false as a whole: nobody serves files there.
[[nodiscard]] bool is_public(const boost::asio::ip::address& address);

/// 80, 443, 8080 and 8443: other ports would make of geminid a scanner of other people's services.
[[nodiscard]] bool is_web_port(std::uint16_t port);

} // namespace geminid::fetch
