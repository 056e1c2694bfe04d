// A streamed chat completion: a coroutine for each source reads upstream (with failover) into the stream actor, another
// pulls from it to the client.
#pragma once

#include "server/gateway/chat_plan.hpp"
#include "server/http/exchange.hpp"

namespace geminid::gateway {

net::Task<ChatEnd> stream_chat(http::Exchange& exchange, Gateway& gateway, ChatPlanPtr plan);

} // namespace geminid::gateway
