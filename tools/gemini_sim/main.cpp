// The simulator as a program: `gemini_sim --keys key-1,key-2@project`.
#include "tools/gemini_sim/simulator.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace {

using namespace geminid;

struct Arguments {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::vector<std::string> keys;
  std::int64_t rpm = 0;
  std::int64_t tpm = 0;
  std::int64_t rpd = 0;
  bool paid = false;
  std::int64_t pace_ms = 0;
  std::size_t chunks = 3;
  std::size_t recorded_requests = 0;
};

void declare(CLI::App& app, Arguments& arguments) {
  app.add_option("--host", arguments.host, "Address to listen on")->capture_default_str();
  app.add_option("--port", arguments.port, "Port to listen on; 0 takes a free one")->capture_default_str();
  app.add_option("--keys", arguments.keys, "Keys that are accepted, each KEY or KEY@project")
      ->delimiter(',')
      ->required();
  app.add_option("--rpm", arguments.rpm, "Requests a minute, per project and model; 0 is unlimited")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--tpm", arguments.tpm, "Input tokens a minute, per project and model; 0 is unlimited")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--rpd", arguments.rpd, "Requests a Pacific day, per project and model; 0 is unlimited")
      ->check(CLI::NonNegativeNumber);
  app.add_flag("--paid", arguments.paid, "Projects are on the paid tier");
  app.add_option("--pace-ms", arguments.pace_ms, "Milliseconds between two chunks of a stream")
      ->check(CLI::Range(0, 60'000));
  app.add_option("--chunks", arguments.chunks, "Chunks into which a text is split")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  app.add_option("--record-requests", arguments.recorded_requests, "Keep the last requests for GET /_sim/requests")
      ->check(CLI::Range(0, 1'000));
}

std::optional<std::int64_t> limit(std::int64_t argument) {
  return argument == 0 ? std::nullopt : std::optional{argument};
}

sim::Simulator::Options to_options(const Arguments& arguments) {
  sim::Simulator::Options options;
  options.address = arguments.host;
  options.port = arguments.port;
  options.pace = std::chrono::milliseconds{arguments.pace_ms};
  options.chunks = arguments.chunks;
  options.recorded_requests = arguments.recorded_requests;
  options.keyring.default_project.tier = arguments.paid ? sim::Tier::paid : sim::Tier::free;
  options.keyring.default_project.limits = {limit(arguments.rpm), limit(arguments.tpm), limit(arguments.rpd)};
  for (const auto& key : arguments.keys)
    options.keyring.keys.push_back(sim::parse_key_option(key));
  return options;
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app{"A stand-in for the Gemini API, for tests and trials without an account"};
  Arguments arguments;
  declare(app, arguments);
  CLI11_PARSE(app, argc, argv);

  net::asio::io_context io{1};
  sim::Simulator simulator{io, to_options(arguments)};
  if (const auto started = simulator.start(); !started) {
    std::cerr << "gemini_sim: " << started.error().message << std::endl;
    return 1;
  }
  net::asio::signal_set signals{io, SIGINT, SIGTERM};
  signals.async_wait([&io](auto, int) { io.stop(); });
  std::cout << "gemini_sim listening on " << simulator.url().substr(sizeof("http://") - 1) << std::endl;
  io.run();
  return 0;
}
