#include "tools/load_test/process_watch.hpp"

#include <sys/resource.h>

#include <charconv>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>

namespace geminid::load {
namespace {

constexpr std::size_t first_field = 3; // the one behind the name

std::optional<std::int64_t> field(std::string_view text, std::size_t number) {
  for (; number > first_field; --number) {
    const auto blank = text.find(' ');
    if (blank == std::string_view::npos)
      return std::nullopt;
    text.remove_prefix(blank + 1);
  }
  std::int64_t value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  return ec == std::errc{} ? std::optional{value} : std::nullopt;
}

} // namespace

std::optional<ProcessSample> parse_process_stat(std::string_view text, std::int64_t ticks_per_second,
                                                std::int64_t page_bytes) {
  const auto name_end = text.rfind(") ");
  if (name_end == std::string_view::npos)
    return std::nullopt;
  text.remove_prefix(name_end + 2);
  const auto user = field(text, 14);
  const auto system = field(text, 15);
  const auto pages = field(text, 24);
  if (!user || !system || !pages)
    return std::nullopt;
  return ProcessSample{static_cast<double>(*user + *system) / static_cast<double>(ticks_per_second),
                       *pages * page_bytes};
}

std::optional<ProcessSample> sample_process(pid_t pid) {
  std::ifstream file{"/proc/" + std::to_string(pid) + "/stat"};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  return parse_process_stat(text, ::sysconf(_SC_CLK_TCK), ::sysconf(_SC_PAGESIZE));
}

ProcessSample sample_self() {
  auto sample = sample_process(::getpid()).value_or(ProcessSample{});
  rusage usage{};
  if (::getrusage(RUSAGE_SELF, &usage) == 0) {
    const auto seconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    sample.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }
  return sample;
}

} // namespace geminid::load
