// How a test steers the answer from within the text of the last user message:
//
//   call get_weather(city=Oslo) and get_time()      parallel function calls with these arguments
//   call a(x=1) then call b()                       one call a round
//   [[tokens=50]] [[think=7]] [[cached=9]]          answer of 50 tokens; thinking and cached tokens
//   [[text=any answer]] [[show=system]]             the answer itself; system instruction, config or request as answer
//   [[finish=SAFETY]] [[blocked=OTHER]]             finishReason; a blocked prompt
//   [[decode=100]]                                  tokens that one request decodes; a longer answer is to be continued
//   [[chunks=20]] [[pace=5]]                        stream chunks and the milliseconds between them
#pragma once

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::sim {

struct ScriptedCall {
  std::string name;
  nlohmann::json args = nlohmann::json::object();
};

struct Script {
  /// One list a round.
  std::vector<std::vector<ScriptedCall>> rounds;
  std::optional<std::int64_t> tokens;
  std::optional<std::int64_t> thinking_tokens;
  std::optional<std::int64_t> cached_tokens;
  std::optional<std::int64_t> decode_tokens;
  std::optional<std::string> text;
  std::optional<std::string> show;
  std::optional<std::string> finish;
  std::optional<std::string> blocked;
  std::optional<std::size_t> chunks;
  std::optional<std::chrono::milliseconds> pace;
  /// The message without its directives.
  std::string plain;
};

/// Numbers are clamped to sane bounds; what is no directive stays in `plain`.
[[nodiscard]] Script parse_script(std::string_view message);

} // namespace geminid::sim
