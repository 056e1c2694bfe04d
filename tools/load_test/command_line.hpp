// The flags of load_test, as one scenario: what a flag says wins over the file.
#pragma once

#include "tools/load_test/run.hpp"
#include "tools/load_test/scenario.hpp"
#include "tools/load_test/threshold.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace geminid::load {

struct Command {
  Scenario scenario;
  std::vector<std::string> keys;
  std::vector<std::pair<std::string, std::string>> headers; // names and values
  std::string ca_file;
  bool verify = false;
  std::size_t threads = 1;
  RunOptions run;
  std::string json_file; // empty: none; "-": standard output instead of the table
  std::string html_file;
  std::vector<Threshold> thresholds;
};

/// Nothing to do: the exit code. What there is to say has been said to the streams.
using Parsed = std::variant<Command, int>;

[[nodiscard]] Parsed parse_command_line(int argc, const char* const* argv, std::ostream& out, std::ostream& err);

inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;

} // namespace geminid::load
