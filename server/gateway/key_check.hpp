// Asks upstream whether a key works, at no cost of quota: it lists one model.
#pragma once

#include "server/gateway/gateway.hpp"

#include <string>

namespace geminid::gateway {

/// Tells the key what came out, so that an invalid one is set aside and a good one comes back. False: no such key.
/// A broken connection says nothing of the key and changes nothing.
net::Task<bool> check_key(Gateway& gateway, std::string id);

} // namespace geminid::gateway
