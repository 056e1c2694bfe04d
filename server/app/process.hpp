// The life of the process: start, signals, drain, exit code.
#pragma once

#include "server/app/config.hpp"
#include "server/app/stored_state.hpp"

namespace geminid::app {

/// Serves until SIGTERM or SIGINT, then drains. The answer is the exit code.
int run_process(const Config& config, StoredState state);

} // namespace geminid::app
