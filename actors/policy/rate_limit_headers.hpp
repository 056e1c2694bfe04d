// The x-ratelimit-* headers, by which OpenAI's clients pace themselves (gemini-wire.md, 9.8).
#pragma once

#include "actors/policy/user_quota.hpp"

#include <string>
#include <utility>
#include <vector>

namespace geminid::policy {

/// Names and values, for what is limited.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> rate_limit_headers(const Allowances& allowances);

/// "1s", "6m0s", "24h0m0s"; rounded up to whole seconds.
[[nodiscard]] std::string duration_text(Duration duration);

} // namespace geminid::policy
