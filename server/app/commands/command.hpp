// What the binary does beside serving; all but `health` on the data directory of a geminid that does not run.
#pragma once

#include "server/app/config.hpp"
#include "shared/result.hpp"

namespace geminid::app {

/// Any but `serve`. The answer is the exit code: 0 done, 1 it failed or geminid is running, 2 what was given is wrong.
/// Says on stderr what is wrong in one line, and on stdout what was done.
int run_command(const Config& config);

/// An error with a field is the operator's input.
using CommandResult = Result<Done>;

[[nodiscard]] CommandResult import_keys(const Config& config);
[[nodiscard]] CommandResult back_up(const Config& config);
[[nodiscard]] CommandResult restore(const Config& config);
[[nodiscard]] CommandResult set_password(const Config& config);
[[nodiscard]] CommandResult check_config(const Config& config);
/// Seals every secret anew, all or nothing. Where the key is a file's the new one takes its place, and a crash at any
/// moment leaves the one or the other; where it is the environment's, or GEMINID_NEW_MASTER_KEY is set, the operator
/// sets GEMINID_MASTER_KEY to the new one, which is printed first when it was made here.
[[nodiscard]] CommandResult rotate_master_key(const Config& config);
/// Whether the geminid that listens at the configured host and port serves; asks it directly, for at most 5 seconds.
[[nodiscard]] CommandResult health(const Config& config);

} // namespace geminid::app
