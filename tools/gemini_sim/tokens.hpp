// The simulator's token counts: four bytes of text a token, 258 tokens a medium.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string_view>

namespace geminid::sim {

struct InputTokens {
  std::int64_t text = 0;
  std::int64_t image = 0;

  [[nodiscard]] std::int64_t total() const { return text + image; }
};

[[nodiscard]] constexpr std::int64_t text_tokens(std::size_t bytes) {
  return static_cast<std::int64_t>((bytes + 3) / 4);
}

/// Contents, system instruction and tools of a canonical request.
[[nodiscard]] InputTokens count_input(const nlohmann::json& request);
/// As `promptTokensDetails` prints it.
[[nodiscard]] nlohmann::json token_details(const InputTokens& tokens);

} // namespace geminid::sim
