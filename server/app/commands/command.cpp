#include "server/app/commands/command.hpp"

#include <filesystem>
#include <iostream>

namespace geminid::app {
namespace {

CommandResult run(const Config& config) {
  switch (config.command) {
  case Command::import_keys:
    return import_keys(config);
  case Command::back_up:
    return back_up(config);
  case Command::restore:
    return restore(config);
  case Command::set_password:
    return set_password(config);
  case Command::check_config:
    return check_config(config);
  case Command::rotate_master_key:
    return rotate_master_key(config);
  case Command::health:
    return health(config);
  case Command::serve:
    break;
  }
  return Error{"this is no command"};
}

} // namespace

int run_command(const Config& config) {
  std::error_code error;
  const bool needs_a_store = config.command == Command::back_up || config.command == Command::rotate_master_key;
  if (needs_a_store && !std::filesystem::exists(config.data_dir / "CURRENT", error)) {
    std::cerr << "geminid: there is no store in " << config.data_dir.string() << '\n';
    return 1;
  }
  const auto done = run(config);
  if (done)
    return 0;
  std::cerr << "geminid: " << done.error().message << '\n';
  return done.error().field.empty() ? 1 : 2;
}

} // namespace geminid::app
