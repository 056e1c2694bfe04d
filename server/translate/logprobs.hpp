// Gemini's `logprobsResult` as OpenAI's `logprobs` (gemini-wire.md, 5 and 9.4).
#pragma once

#include "server/translate/dom_writer.hpp"

namespace geminid::translate {

/// `{"content":[{"token","logprob","bytes","top_logprobs"}],"refusal":null}`
void write_logprobs(DomWriter& json, simdjson::dom::object result);

} // namespace geminid::translate
