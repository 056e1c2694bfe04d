// Reads Prometheus' text format as far as tests need it.
#pragma once

#include <sstream>
#include <string>
#include <string_view>

namespace geminid::test {

/// The sum of that metric's samples whose labels contain `label` (`status="200"`); all of them when it is empty.
inline double metric(const std::string& text, std::string_view name, std::string_view label = {}) {
  std::istringstream lines{text};
  double sum = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto name_end = line.find_first_of("{ ");
    if (line.starts_with('#') || name_end == std::string::npos || std::string_view{line}.substr(0, name_end) != name)
      continue;
    const auto value = line.rfind(' ');
    if (std::string_view{line}.substr(name_end, value - name_end).find(label) != std::string_view::npos)
      sum += std::stod(line.substr(value + 1));
  }
  return sum;
}

} // namespace geminid::test
