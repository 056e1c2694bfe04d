#include "tools/load_test/command_line.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string_view>
#include <utility>

namespace geminid::load {
namespace {

using nlohmann::json;

/// Flags that become members of the scenario: absent ones leave the file's.
struct Flags {
  std::string scenario_file;
  std::optional<std::string> url, arrivals, expect, model, surface;
  std::optional<std::int64_t> connections, requests, in_flight_max, seed, body_bytes, answer_bytes, chunks, pace_ms;
  std::optional<std::int64_t> max_tokens;
  std::optional<double> rate, seconds, ramp_seconds, warm_up_seconds, drain_seconds;
  bool stream = false;
  std::vector<std::string> thresholds, headers;
};

constexpr auto footer =
    R"(Exit code: 0 done, 1 an answer was wrong (--verify) or a threshold broken (--fail-if) or the run could not
begin, 2 wrong usage. docs/LOAD_TEST.md describes scenario files and what is measured.

  load_test --url http://localhost:8080 --key sk-... --model gemini-2.5-flash --connections 64 --seconds 30
  load_test tools/load_test/scenarios/mixed_chat.json --url http://localhost:8080 --rate 200 --html report.html)";

void declare(CLI::App& app, Flags& flags, Command& command) {
  app.footer(footer);
  app.add_option("scenario", flags.scenario_file, "Scenario file (JSON)")->check(CLI::ExistingFile);
  app.add_option("--url", flags.url, "Where the API is: scheme, host, port");
  app.add_option("--key", command.keys, "User keys, taken in turn")->delimiter(',')->envname("GEMINID_USER_KEYS");
  app.add_option("--header", flags.headers, "'Name: value', sent with every request; may be given more than once")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  const auto load = std::string{"Load"};
  app.add_option("--connections", flags.connections, "Closed loop: requests at a time")->group(load);
  app.add_option("--rate", flags.rate, "Open loop: requests a second, whether or not answers come")->group(load);
  app.add_option("--arrivals", flags.arrivals, "Open loop: constant or poisson")->group(load);
  app.add_option("--seconds", flags.seconds, "How long")->group(load);
  app.add_option("--requests", flags.requests, "How many at most, with the warm-up's")->group(load);
  app.add_option("--ramp", flags.ramp_seconds, "Seconds from nothing to the full load, part of --seconds")->group(load);
  app.add_option("--warm-up", flags.warm_up_seconds, "Seconds at the beginning that are not counted")->group(load);
  app.add_option("--drain", flags.drain_seconds, "Seconds that answers may take at the end")->group(load);
  app.add_option("--in-flight-max", flags.in_flight_max, "Open loop: more requests than this wait")->group(load);
  app.add_option("--seed", flags.seed, "Of arrivals and mix")->group(load);
  const auto kind = std::string{"Requests, without a scenario file"};
  app.add_option("--model", flags.model, "Model")->group(kind);
  app.add_option("--surface", flags.surface, "openai_chat or gemini")->group(kind);
  app.add_flag("--stream", flags.stream, "Streamed answers")->group(kind);
  app.add_option("--body-bytes", flags.body_bytes, "Size of a request")->group(kind);
  app.add_option("--answer-bytes", flags.answer_bytes, "Size of the last message, which the simulator echoes")
      ->group(kind);
  app.add_option("--chunks", flags.chunks, "Chunks that the simulator streams")->group(kind);
  app.add_option("--pace-ms", flags.pace_ms, "Milliseconds between them")->group(kind);
  app.add_option("--max-tokens", flags.max_tokens, "Asked of the model")->group(kind);
  const auto result = std::string{"What is looked at"};
  app.add_flag("--verify", command.verify, "Hold every answer against what it must be, see --expect")->group(result);
  app.add_option("--expect", flags.expect, "echo (the simulator's answers) or answer (any text)")->group(result);
  app.add_option("--pid", command.run.server_pid, "Process of the server, for its CPU and memory")->group(result);
  app.add_option("--admin-token", command.run.admin_token, "Ask geminid's admin API about keys and retries")
      ->envname("GEMINID_ADMIN_TOKEN")
      ->group(result);
  app.add_option("--fail-if", flags.thresholds, "Such as 'p99 > 50ms', 'errors > 0.1%' or 'rate < 500'")->group(result);
  app.add_option("--json", command.json_file, "Write the report as JSON; - is standard output")->group(result);
  app.add_option("--html", command.html_file, "Write the report as a page with charts")->group(result);
  app.add_option("--threads", command.threads, "Threads that make the load")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  app.add_option("--ca-file", command.ca_file, "PEM file with more trusted roots")->check(CLI::ExistingFile);
  app.add_flag("--quiet", command.run.quiet, "No progress");
}

Result<json> read_file(const std::string& path) {
  std::ifstream file{path};
  if (!file)
    return Error{path + ": can't be read", "scenario"};
  try {
    return json::parse(file);
  } catch (const json::parse_error& e) {
    return Error{path + ": not valid JSON: " + e.what(), "scenario"};
  }
}

template <class T>
void put(json& object, const char* name, const std::optional<T>& value) {
  if (value)
    object[name] = *value;
}

/// Whatever could end the header, or be none, is refused.
Result<std::pair<std::string, std::string>> parse_header(const std::string& text) {
  const auto colon = text.find(':');
  const auto name = std::string_view{text}.substr(0, colon);
  const auto is_token = [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view{"!#$%&'*+-.^_`|~"}.find(static_cast<char>(c)) != std::string_view::npos;
  };
  const auto breaks = [](unsigned char c) { return (c < ' ' && c != '\t') || c == 0x7f; };
  if (colon == std::string::npos || name.empty() || !std::all_of(name.begin(), name.end(), is_token) ||
      std::any_of(text.begin(), text.end(), breaks))
    return Error{"--header: expected 'Name: value' in one line, without control characters"};
  const auto value = text.find_first_not_of(' ', colon + 1);
  return std::pair{std::string{name}, value == std::string::npos ? "" : text.substr(value)};
}

bool has_request_flags(const Flags& flags) {
  return flags.model || flags.surface || flags.stream || flags.body_bytes || flags.answer_bytes || flags.chunks ||
         flags.pace_ms || flags.max_tokens;
}

json one_request(const Flags& flags) {
  json request{{"stream", flags.stream}};
  put(request, "model", flags.model);
  put(request, "surface", flags.surface);
  put(request, "body_bytes", flags.body_bytes);
  put(request, "answer_bytes", flags.answer_bytes);
  put(request, "chunks", flags.chunks);
  put(request, "pace_ms", flags.pace_ms);
  put(request, "max_tokens", flags.max_tokens);
  return request;
}

void put_load(json& load, const Flags& flags) {
  if (flags.connections)
    load.erase("rate");
  if (flags.rate)
    load.erase("connections");
  // A length of one's own takes the place of the file's stages, but not of their absence.
  if (flags.seconds || flags.ramp_seconds)
    load.erase("stages");
  put(load, "connections", flags.connections);
  put(load, "rate", flags.rate);
  put(load, "arrivals", flags.arrivals);
  put(load, "seconds", flags.seconds);
  put(load, "requests", flags.requests);
  put(load, "ramp_seconds", flags.ramp_seconds);
  put(load, "warm_up_seconds", flags.warm_up_seconds);
  put(load, "drain_seconds", flags.drain_seconds);
  put(load, "in_flight_max", flags.in_flight_max);
}

Result<Scenario> scenario_of(const Flags& flags) {
  json document = json::object();
  if (!flags.scenario_file.empty()) {
    auto read = read_file(flags.scenario_file);
    if (!read)
      return read.error();
    if (!read->is_object())
      return Error{flags.scenario_file + ": must be a JSON object", "scenario"};
    document = std::move(*read);
    if (has_request_flags(flags))
      return Error{"--model, --stream and the other flags of requests can't change a scenario file's mix"};
  } else {
    if (!flags.url || !flags.model)
      return Error{"--url and --model, or a scenario file, are required"};
    document["requests"] = json::array({one_request(flags)});
  }
  put(document, "url", flags.url);
  put(document, "expect", flags.expect);
  put(document, "seed", flags.seed);
  auto& load = document["load"];
  if (load.is_null())
    load = json::object();
  if (load.is_object())
    put_load(load, flags);
  auto scenario = parse_scenario(document);
  if (!scenario && !flags.scenario_file.empty())
    return Error{flags.scenario_file + ": " + scenario.error().message, scenario.error().field};
  return scenario;
}

} // namespace

Parsed parse_command_line(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
  CLI::App app{"Puts load on an OpenAI-compatible API or on Gemini's, and measures what comes of it", "load_test"};
  Flags flags;
  Command command;
  declare(app, flags, command);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e, out, err) == 0 ? 0 : exit_usage;
  }
  const auto refuse = [&err](const Error& error) {
    err << "load_test: " << error.message << "\n";
    return exit_usage;
  };
  auto scenario = scenario_of(flags);
  if (!scenario)
    return refuse(scenario.error());
  command.scenario = std::move(*scenario);
  for (const auto& text : flags.headers) {
    auto header = parse_header(text);
    if (!header)
      return refuse(header.error());
    command.headers.push_back(std::move(*header));
  }
  for (const auto& text : flags.thresholds) {
    auto threshold = Threshold::parse(text);
    if (!threshold)
      return refuse({"--fail-if: " + threshold.error().message});
    command.thresholds.push_back(std::move(*threshold));
  }
  return command;
}

} // namespace geminid::load
