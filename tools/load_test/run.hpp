// A whole run: starts the threads, watches the server and the clock, ends in time, and adds everything up.
#pragma once

#include "tools/load_test/plan.hpp"
#include "tools/load_test/report.hpp"

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>

namespace geminid::load {

struct RunOptions {
  std::optional<pid_t> server_pid = {};
  /// Of the admin API at the scenario's URL; empty: it is not asked.
  std::string admin_token = {};
  bool quiet = false;
};

/// Blocks until the run is over; SIGINT and SIGTERM end it early and are told in the report, a second one kills. Fails
/// when it can't begin: the admin API refuses, there is no such process, the ca_file is unreadable.
[[nodiscard]] Result<Report> run(Plan& plan, const RunOptions& options);

} // namespace geminid::load
