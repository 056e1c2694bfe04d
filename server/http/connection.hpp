// The life of one connection: requests one after another, until one side has enough.
#pragma once

#include "server/http/server_state.hpp"

namespace geminid::http {

/// Ends with the socket closed.
net::Task<void> serve_connection(ConnectionSlot slot);

} // namespace geminid::http
