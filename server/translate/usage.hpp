// Token counts of one answer, in Gemini's terms.
#pragma once

#include <cstdint>

namespace geminid::translate {

/// `prompt` includes `cached`; `candidates` excludes `thoughts` (gemini-wire.md, section 5).
struct Usage {
  std::int64_t prompt = 0;
  std::int64_t cached = 0;
  std::int64_t candidates = 0;
  std::int64_t thoughts = 0;
  std::int64_t tool_prompt = 0;
  std::int64_t total = 0;
  bool known = false;                // false: upstream sent none, and these are estimates
  std::int64_t prompt_audio = 0;     // of `prompt`
  std::int64_t candidates_audio = 0; // of `candidates`

  bool operator==(const Usage&) const = default;
};

} // namespace geminid::translate
