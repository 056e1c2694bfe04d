#include "server/app/commands/command.hpp"
#include "server/app/config.hpp"
#include "server/app/process.hpp"
#include "server/log/log.hpp"

#include <csignal>
#include <iostream>

int main(int argc, char** argv) {
  using namespace geminid;
  const auto config = app::read_config(argc, argv);
  if (!config) {
    (config.error().code == 0 ? std::cout : std::cerr) << config.error().text;
    return config.error().code;
  }
  std::signal(SIGPIPE, SIG_IGN); // a client that is gone is an error of a write, not a signal
  log::start(config->log_level, config->log_format);
  if (config->command != app::Command::serve)
    return app::run_command(*config);
  app::end_at_once_when_asked();
  auto state = app::open_stored_state(*config);
  if (!state) {
    std::cerr << "geminid: " << state.error().message << '\n';
    return 1;
  }
  return app::run_process(*config, std::move(*state));
}
