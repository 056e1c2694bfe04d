// Asks upstream whether a key works, at no cost of quota: it lists one model.
#pragma once

#include "server/gateway/gateway.hpp"

#include <cstdint>
#include <string>

namespace geminid::gateway {

enum class KeyVerdict : std::uint8_t {
  no_such_key,
  valid,
  invalid,     // Google refused the key itself
  unreachable, // nothing was said of the key
};

/// Tells the key what came out, so that an invalid one is set aside and a good one comes back. A broken connection says
/// nothing of the key and changes nothing.
net::Task<KeyVerdict> check_key(Gateway& gateway, std::string id);

} // namespace geminid::gateway
