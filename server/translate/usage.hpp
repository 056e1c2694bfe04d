// Token counts of one answer, in Gemini's terms.
#pragma once

#include <algorithm>
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

  /// What Gemini counts beyond its own parts is part of the answer.
  [[nodiscard]] constexpr std::int64_t completion() const {
    return std::max(candidates + thoughts, total - prompt - tool_prompt);
  }
};

/// What both cost together; `known` when either is. Of the rest there are estimates at least.
[[nodiscard]] constexpr Usage both(Usage usage, const Usage& other) {
  usage.prompt += other.prompt;
  usage.cached += other.cached;
  usage.candidates += other.candidates;
  usage.thoughts += other.thoughts;
  usage.tool_prompt += other.tool_prompt;
  usage.total += other.total;
  usage.known = usage.known || other.known;
  usage.prompt_audio += other.prompt_audio;
  usage.candidates_audio += other.candidates_audio;
  return usage;
}

/// The usage of one answer to one prompt, of which `more` is another part: the prompt counts once.
[[nodiscard]] constexpr Usage joined(Usage usage, const Usage& more) {
  usage.candidates += more.candidates;
  usage.thoughts += more.thoughts;
  usage.total += more.completion();
  usage.candidates_audio += more.candidates_audio;
  return usage;
}

} // namespace geminid::translate
