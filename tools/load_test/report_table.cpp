#include "tools/load_test/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace geminid::load {
namespace {

using Out = std::back_insert_iterator<std::string>;

constexpr std::size_t keys_shown_max = 20;

// fmt counts "µ" as one column, as a terminal does.
void add_latencies(Out out, const Report& report) {
  fmt::format_to(out, "\n{:16}", "");
  for (const auto& [name, share] : percentiles)
    fmt::format_to(out, "{:>10}", name);
  fmt::format_to(out, "{:>10}{:>10}\n", "max", "mean");
  for (const auto& row : latencies(report)) {
    fmt::format_to(out, "{:16}", row.title);
    for (const auto& [name, share] : percentiles)
      fmt::format_to(out, "{:>10}", duration_text(row.histogram->percentile(share)));
    fmt::format_to(out, "{:>10}{:>10}\n", duration_text(row.histogram->max()), duration_text(row.histogram->mean()));
  }
}

void add_kinds(Out out, const Report& report) {
  if (report.scenario.kinds.size() < 2)
    return;
  fmt::format_to(out, "\n{:36}{:>10}{:>10}{:>10}{:>10}{:>10}\n", "of these", "served", "failed", "p50", "p99", "max");
  for (std::size_t i = 0; i < report.scenario.kinds.size(); ++i) {
    const auto& kind = report.tally.kinds.at(i);
    fmt::format_to(out, "{:36}{:>10}{:>10}{:>10}{:>10}{:>10}\n", report.scenario.kinds[i].name, count_text(kind.served),
                   count_text(kind.failed), duration_text(kind.total.percentile(0.5)),
                   duration_text(kind.total.percentile(0.99)), duration_text(kind.total.max()));
  }
}

void add_errors(Out out, const Report& report) {
  if (report.tally.errors.empty())
    return;
  fmt::format_to(out, "\nfailed, by kind\n");
  for (const auto& [error, count] : report.tally.errors)
    fmt::format_to(out, "{:>10}  {}{}{}\n", count_text(count.count), error, count.example.empty() ? "" : ": ",
                   count.example);
}

void add_keys(Out out, const Report& report) {
  if (report.keys) {
    const auto& spread = *report.keys;
    fmt::format_to(out, "\nkeys            {} of {} used; attempts a key: {} to {}, median {}\n", spread.used,
                   spread.keys.size(), spread.least, spread.most, spread.median);
    fmt::format_to(out, "attempts        {} for {} requests, {} of them held against a key\n", spread.attempts,
                   report.sent, spread.failures);
    for (std::size_t i = 0; i < std::min(keys_shown_max, spread.keys.size()) && spread.keys.size() <= keys_shown_max;
         ++i)
      fmt::format_to(out, "{:>10}  {}\n", spread.keys[i].attempts, spread.keys[i].name);
  }
  if (report.retries && report.retries->requests > 0)
    fmt::format_to(out, "tried again     {} of the last {} requests, {} attempts at most\n",
                   report.retries->tried_again, report.retries->requests, report.retries->attempts_most);
}

void add_processes(Out out, const Report& report) {
  fmt::format_to(out, "\n");
  if (report.server)
    fmt::format_to(out, "server          {:.1f} µs of CPU a request; resident {} idle, {} at most, {} at the end\n",
                   report.cpu_per_request(*report.server) * 1e6, bytes_text(report.server->resident_idle),
                   bytes_text(report.server->resident_peak), bytes_text(report.server->resident_end));
  fmt::format_to(out, "load_test       {:.1f} µs of CPU a request", report.cpu_per_request(report.own) * 1e6);
  if (report.server && report.server->cpu_seconds > 0)
    fmt::format_to(out, ", {:.2f} of the server's", report.own.cpu_seconds / report.server->cpu_seconds);
  fmt::format_to(out, "; {} thread{}\n", report.threads, report.threads == 1 ? "" : "s");
}

void add_traffic(Out out, const Report& report) {
  const auto& tally = report.tally;
  if (tally.streams > 0)
    fmt::format_to(out, "streams         {} with {} chunks\n", count_text(tally.streams), count_text(tally.events));
  fmt::format_to(out, "tokens          {} in, {} out\n", count_text(static_cast<std::uint64_t>(tally.tokens.prompt)),
                 count_text(static_cast<std::uint64_t>(tally.tokens.completion)));
  fmt::format_to(out, "bodies          {} sent, {} received\n", bytes_text(static_cast<std::int64_t>(tally.bytes_sent)),
                 bytes_text(static_cast<std::int64_t>(tally.bytes_received)));
  if (tally.other_model > 0)
    fmt::format_to(out, "fallbacks       {} answered by another model\n", count_text(tally.other_model));
  if (tally.told_when_to_retry > 0)
    fmt::format_to(out, "Retry-After     in {} answers\n", count_text(tally.told_when_to_retry));
}

} // namespace

std::string report_table(const Report& report) {
  const auto& tally = report.tally;
  std::string text;
  const Out out{text};
  fmt::format_to(out, "{}: {}, {}\n", report.scenario.name, report.scenario.url, load_text(report.scenario));
  fmt::format_to(out, "{:.1f} s counted{}{}{}\n\n", report.measured.count(),
                 report.scenario.warm_up.count() > 0
                     ? fmt::format(" after {:g} s of warm-up", report.scenario.warm_up.count())
                     : "",
                 report.verified ? ", every answer verified" : "", report.interrupted ? ", INTERRUPTED" : "");
  fmt::format_to(out, "requests        {}, {:.1f}/s: {} served, {} failed ({:.3f} %)", count_text(tally.finished()),
                 report.rate(), count_text(tally.served), count_text(tally.failed), report.failed_share() * 100);
  if (tally.cancelled > 0)
    fmt::format_to(out, ", {} broken off", count_text(tally.cancelled));
  fmt::format_to(out, "\n");
  add_traffic(out, report);
  add_latencies(out, report);
  add_kinds(out, report);
  add_errors(out, report);
  add_keys(out, report);
  add_processes(out, report);
  for (const auto& warning : report.warnings)
    fmt::format_to(out, "warning: {}\n", warning);
  for (const auto& threshold : report.broken_thresholds)
    fmt::format_to(out, "FAILED: {}\n", threshold);
  return text;
}

} // namespace geminid::load
