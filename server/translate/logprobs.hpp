// Gemini's `logprobsResult` as OpenAI's `logprobs` (gemini-wire.md, 5 and 9.4).
#pragma once

#include "server/translate/dom_writer.hpp"

namespace geminid::translate {

/// The entries `{"token","logprob","bytes","top_logprobs"}`, into the array that is open.
void write_logprob_tokens(DomWriter& json, simdjson::dom::object result);
/// `{"content":[…],"refusal":null}`, of such entries with commas between.
void write_logprobs(JsonWriter& json, std::string_view tokens);

} // namespace geminid::translate
