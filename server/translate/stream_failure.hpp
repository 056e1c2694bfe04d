// What a client is told when Google's answer is an error after all (gemini-wire.md, 5.1 and 9.8).
#pragma once

#include "actors/policy/refusal.hpp"
#include "server/translate/openai_error.hpp"

#include <string_view>

namespace geminid::translate {

/// An error that came with, or within, a 200. Google's words are kept as they are: redacting is the gateway's.
[[nodiscard]] ApiError api_error(const policy::UpstreamError& error);

/// 502: Google's answer makes no sense, or stopped short.
[[nodiscard]] ApiError broken_answer(std::string_view message);

} // namespace geminid::translate
