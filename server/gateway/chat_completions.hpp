// POST /v1/chat/completions
#pragma once

#include "server/gateway/gateway.hpp"
#include "server/http/exchange.hpp"

namespace geminid::gateway {

net::Task<void> chat_completions(http::Exchange& exchange, Gateway& gateway);

} // namespace geminid::gateway
