// Token counts: Gemini's in, OpenAI's out (gemini-wire.md, 5 and 9.6).
#pragma once

#include "server/translate/dom_writer.hpp"
#include "server/translate/usage.hpp"

namespace geminid::translate {

/// Not `known` when it counts nothing.
[[nodiscard]] Usage read_usage(simdjson::dom::object usage_metadata);

/// When Gemini sent none: `known` stays false.
[[nodiscard]] Usage estimated_usage(std::int64_t prompt_tokens, std::size_t answer_bytes);

/// Whatever Gemini counted, total = prompt + completion holds, and no part exceeds its whole.
void write_usage(JsonWriter& json, const Usage& usage);

/// OpenAI's word for the tier that served it; empty where Gemini says none.
[[nodiscard]] std::string_view service_tier_of(simdjson::dom::object usage_metadata);

} // namespace geminid::translate
