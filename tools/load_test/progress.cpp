#include "tools/load_test/progress.hpp"

#include "tools/load_test/report.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <unistd.h>

namespace geminid::load {

std::string progress_line(Seconds at, Seconds seconds, const Interval& interval, std::uint64_t failed) {
  const auto rate = static_cast<double>(interval.served + interval.failed) / seconds.count();
  auto line =
      fmt::format("{:.0f} s  {:.0f} requests/s  {} in flight", at.count(), rate, count_text(interval.in_flight));
  if (interval.total.count() > 0)
    line += fmt::format("  p50 {}  p99 {}", duration_text(interval.total.percentile(0.5)),
                        duration_text(interval.total.percentile(0.99)));
  if (failed > 0)
    line += fmt::format("  {} failed", count_text(failed));
  return line;
}

Progress::Progress(bool quiet) : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (told_ && terminal_)
    std::fputs("\n", stderr);
}

void Progress::tell(Seconds at, Seconds seconds, const Interval& interval) {
  if (quiet_)
    return;
  failed_ += interval.failed;
  since_line_ += interval;
  since_line_.in_flight = interval.in_flight;
  seconds_since_line_ += seconds;
  if (!terminal_ && seconds_since_line_ < between_lines)
    return;
  const auto line = progress_line(at, seconds_since_line_, since_line_, failed_);
  std::fputs((terminal_ ? "\r\x1b[K" + line : line + "\n").c_str(), stderr);
  std::fflush(stderr);
  told_ = true;
  since_line_ = {};
  seconds_since_line_ = Seconds{0};
}

} // namespace geminid::load
