// A chat completion that is sent whole: what its sources answer is put together, and sent when they are all over.
#pragma once

#include "server/gateway/chat_plan.hpp"
#include "server/http/exchange.hpp"

namespace geminid::gateway {

net::Task<ChatEnd> answer_chat(http::Exchange& exchange, Gateway& gateway, ChatPlanPtr plan);

} // namespace geminid::gateway
