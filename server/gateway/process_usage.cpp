#include "server/gateway/process_usage.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>
#include <vector>

namespace geminid::gateway {
namespace {

std::string read(const char* path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  return ec == std::errc{} && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

std::vector<std::string_view> words(std::string_view text) {
  constexpr std::string_view blanks = " \n";
  std::vector<std::string_view> found;
  for (auto begin = text.find_first_not_of(blanks); begin != std::string_view::npos;) {
    const auto end = std::min(text.find_first_of(blanks, begin), text.size());
    found.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(blanks, end);
  }
  return found;
}

/// Seconds since 1970 at which the machine started.
double boot_time() {
  constexpr std::string_view field = "btime ";
  const auto stat = read("/proc/stat");
  const auto at = stat.find(field);
  if (at == std::string::npos)
    return 0;
  const auto rest = words(std::string_view{stat}.substr(at + field.size(), 24));
  return rest.empty() ? 0 : static_cast<double>(number(rest.front()).value_or(0));
}

std::int64_t open_files() {
  std::error_code ec;
  std::int64_t count = -1; // the folder itself is open while it is read
  for (auto entry = std::filesystem::directory_iterator{"/proc/self/fd", ec}; !ec && entry != end(entry);
       entry.increment(ec))
    ++count;
  return count < 0 ? 0 : count;
}

} // namespace

std::optional<ProcessStat> parse_process_stat(std::string_view text) {
  const auto name_end = text.rfind(')');
  if (name_end == std::string_view::npos)
    return std::nullopt;
  const auto fields = words(text.substr(name_end + 1));
  constexpr std::size_t first = 3; // the number of the field behind the name
  constexpr std::array<std::size_t, 6> wanted{14, 15, 20, 22, 23, 24};
  std::array<std::int64_t, wanted.size()> values{};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto at = wanted.at(i) - first;
    const auto value = at < fields.size() ? number(fields[at]) : std::nullopt;
    if (!value)
      return std::nullopt;
    values.at(i) = *value;
  }
  return ProcessStat{values[0] + values[1], values[2], values[3], values[4], values[5]};
}

ProcessUsage process_usage() {
  ProcessUsage usage;
  usage.open_files = open_files();
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0)
    usage.open_files_max = static_cast<std::int64_t>(limit.rlim_cur);
  const auto stat = parse_process_stat(read("/proc/self/stat"));
  if (!stat)
    return usage;
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  usage.cpu_seconds = static_cast<double>(stat->cpu_ticks) / ticks;
  usage.threads = stat->threads;
  usage.virtual_bytes = stat->virtual_bytes;
  usage.resident_bytes = stat->resident_pages * ::sysconf(_SC_PAGESIZE);
  usage.started_at = boot_time() + static_cast<double>(stat->start_ticks) / ticks;
  return usage;
}

} // namespace geminid::gateway
