#include "tools/load_test/run.hpp"

#include "tools/load_test/conductor.hpp"

#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace geminid::load {
namespace {

using namespace std::chrono_literals;

/// What the admin API told, before and after.
struct Told {
  std::optional<Error> failed;
  KeyTotals before;
  std::optional<KeySpread> spread;
  std::optional<RetrySample> retries;
};

upstream::Client::Options admin_options(const Plan& plan) {
  upstream::Client::Options options;
  options.origin = plan.origin;
  options.connect_timeout = plan.scenario.connect_timeout;
  options.ca_file = plan.ca_file;
  return options;
}

net::Task<void> ask_before(AdminWatch& admin, Told& told) {
  auto keys = co_await admin.keys();
  if (keys)
    told.before = std::move(*keys);
  else
    told.failed = keys.error();
}

net::Task<void> ask_after(AdminWatch& admin, Told& told, std::vector<std::string>& warnings) {
  const auto keys = co_await admin.keys();
  if (keys)
    told.spread = spread_between(told.before, *keys);
  else
    warnings.push_back(keys.error().message);
  const auto retries = co_await admin.retries();
  if (retries)
    told.retries = *retries;
  else
    warnings.push_back(retries.error().message);
}

// The io_context may be left with timers that nobody waits for any more.
template <class Make>
void run_story(net::asio::io_context& io, Make make) {
  std::exception_ptr failure;
  net::asio::co_spawn(io, make(), [&](std::exception_ptr thrown) {
    failure = thrown;
    io.stop();
  });
  io.restart();
  io.run();
  if (failure)
    std::rethrow_exception(failure);
}

void add_warnings(Report& report) {
  const auto late = report.tally.late.percentile(0.99);
  if (report.scenario.loop == Loop::open && late > 10ms)
    report.warnings.push_back(fmt::format(
        "1 % of the requests were sent {} late or later: too many were in flight (in_flight_max), or load_test "
        "had not enough of the machine (--threads)",
        duration_text(late)));
  const auto busy = report.own.cpu_seconds / (report.measured.count() * static_cast<double>(report.threads));
  if (report.measured > 1s && busy > 0.9)
    report.warnings.push_back(fmt::format("load_test used {:.0f} % of its {} thread{}: it may be what limits the rate "
                                          "(--threads)",
                                          busy * 100, report.threads, report.threads == 1 ? "" : "s"));
  if (report.tally.finished() == 0)
    report.warnings.push_back("no request was counted");
}

} // namespace

Result<Report> run(Plan& plan, const RunOptions& options) {
  if (options.server_pid && !sample_process(*options.server_pid))
    return Error{fmt::format("--pid: there is no process {}", *options.server_pid), "--pid"};
  net::asio::io_context io{1};
  Told told;
  std::vector<std::string> warnings;
  try {
    std::optional<AdminWatch> admin;
    if (!options.admin_token.empty()) {
      admin.emplace(io, admin_options(plan), options.admin_token);
      run_story(io, [&] { return ask_before(*admin, told); });
      if (told.failed)
        return *told.failed;
    }
    Conductor conductor{io, plan, options};
    run_story(io, [&] { return conductor.conduct(); });
    auto report = conductor.report();
    if (admin)
      run_story(io, [&] { return ask_after(*admin, told, warnings); });
    report.keys = std::move(told.spread);
    report.retries = told.retries;
    report.warnings = std::move(warnings);
    add_warnings(report);
    return report;
  } catch (const std::runtime_error& e) {
    return Error{e.what()};
  }
}

} // namespace geminid::load
