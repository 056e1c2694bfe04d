// The load generator as a program.
#include "tools/load_test/answer.hpp"
#include "tools/load_test/command_line.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <iostream>

namespace {

using namespace geminid;

/// Each connection is an open file.
void raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

int complain(const std::string& message, int code) {
  std::cerr << "load_test: " << message << std::endl;
  return code;
}

/// Opened before the run, so that an hour's load is not lost to a mistyped path. Empty and "-": nothing to open.
bool open_output(std::ofstream& file, const std::string& path) {
  if (path.empty() || path == "-")
    return true;
  file.open(path, std::ios::trunc);
  return file.is_open();
}

std::size_t threads_of(const load::Command& command) {
  const auto& scenario = command.scenario;
  const auto useful =
      scenario.loop == load::Loop::closed ? static_cast<std::int64_t>(scenario.peak()) : scenario.in_flight_max;
  return std::min(command.threads, static_cast<std::size_t>(std::max<std::int64_t>(useful, 1)));
}

/// Base URLs of OpenAI's clients end with the version, which is part of the requests here.
upstream::Origin origin_of(const std::string& url) {
  auto origin = *upstream::Origin::parse(url); // the scenario has been checked
  constexpr std::string_view version = "/v1";
  if (origin.path_prefix.ends_with(version))
    origin.path_prefix.resize(origin.path_prefix.size() - version.size());
  return origin;
}

bool answers_were_wrong(const load::Report& report) {
  const auto& errors = report.tally.errors;
  return report.verified && std::any_of(errors.begin(), errors.end(),
                                        [](const auto& error) { return load::is_wrong_answer(error.first); });
}

} // namespace

int main(int argc, char** argv) {
  const auto parsed = load::parse_command_line(argc, argv, std::cout, std::cerr);
  if (const auto* code = std::get_if<int>(&parsed))
    return *code;
  const auto& command = std::get<load::Command>(parsed);

  auto requests = load::Requests::prepare(command.scenario);
  if (!requests)
    return complain(requests.error().message, load::exit_usage);
  std::ofstream json_file;
  std::ofstream html_file;
  if (!open_output(json_file, command.json_file) || !open_output(html_file, command.html_file))
    return complain("a file for the report can't be written", load::exit_usage);

  raise_file_limit();
  load::Plan plan{command.scenario, std::move(*requests)};
  plan.origin = origin_of(command.scenario.url);
  plan.ca_file = command.ca_file;
  plan.keys = command.keys;
  plan.headers = command.headers;
  plan.verify = command.verify;
  plan.threads = threads_of(command);
  auto report = load::run(plan, command.run);
  if (!report)
    return complain(report.error().message, load::exit_failed);
  for (const auto& threshold : command.thresholds)
    if (auto broken = threshold.broken_by(*report))
      report->broken_thresholds.push_back(std::move(*broken));

  const auto document = load::report_json(*report).dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
  if (command.json_file == "-")
    std::cout << document << std::endl;
  else
    std::cout << load::report_table(*report) << std::flush;
  if (json_file.is_open())
    json_file << document << "\n";
  if (html_file.is_open())
    html_file << load::report_html(*report);
  return report->broken_thresholds.empty() && !answers_were_wrong(*report) ? 0 : load::exit_failed;
}
