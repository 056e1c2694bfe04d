// Models put JSON into a markdown fence also where JSON and nothing else was asked for: here it is taken out again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace geminid::translate {

/// What is within the fence, where the whole text is one fenced block of JSON; else the text as it is.
[[nodiscard]] std::string_view without_json_fence(std::string_view text);

/// The same of a text that comes in pieces, cut anywhere. Nothing is kept back but blanks and what may be a fence; so
/// an opening fence is left out before anyone knows how the text will end.
class JsonFenceFilter {
public:
  /// What may go on to the client now. Valid until the next call, and as long as `piece`.
  [[nodiscard]] std::string_view take(std::string_view piece);
  /// At the end of the text: what was kept back and turned out to be no fence.
  [[nodiscard]] std::string_view finish();

private:
  enum class State : std::uint8_t { opening, blank, within, plain };

  void take_within(std::string_view text);
  void release();

  State state_ = State::opening;
  std::string held_;
  int backticks_ = 0; // at the end of `held_`, but for blanks after three
  std::string out_;
};

} // namespace geminid::translate
