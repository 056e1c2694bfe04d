// The life of the process: start, signals, drain, exit code.
#pragma once

#include "server/app/config.hpp"
#include "server/app/stored_state.hpp"

namespace geminid::app {

/// Until run_process() listens to them, SIGTERM and SIGINT end the process with exit code 0 and nothing else: nobody is
/// served yet, and what is on disk is whole at every moment. As process 1 of a container it would not end otherwise.
void end_at_once_when_asked();

/// Serves until SIGTERM or SIGINT, then drains. The answer is the exit code.
int run_process(const Config& config, StoredState state);

} // namespace geminid::app
