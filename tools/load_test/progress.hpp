// What is told while a run goes on: one line that is rewritten on a terminal, else a line every few seconds.
#pragma once

#include "tools/load_test/schedule.hpp"
#include "tools/load_test/tally.hpp"

#include <string>

namespace geminid::load {

/// `seconds` is the length of the interval, `at` its end since the beginning.
[[nodiscard]] std::string progress_line(Seconds at, Seconds seconds, const Interval& interval, std::uint64_t failed);

/// Writes to standard error.
class Progress {
public:
  explicit Progress(bool quiet);
  /// Ends the line on the terminal.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void tell(Seconds at, Seconds seconds, const Interval& interval);

private:
  static constexpr Seconds between_lines{5};

  bool quiet_;
  bool terminal_;
  bool told_ = false;
  std::uint64_t failed_ = 0;
  Interval since_line_;
  Seconds seconds_since_line_{0};
};

} // namespace geminid::load
