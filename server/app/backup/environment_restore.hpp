// GEMINID_RESTORE: for hosts without a disk, where every start is the first.
#pragma once

#include "server/app/config.hpp"
#include "shared/secret_box.hpp"
#include "shared/store.hpp"

namespace geminid::app {

/// Restores what the environment holds when the store is empty, and does nothing otherwise. The error is one line for
/// the operator, and should end the start: a host that keeps its last good deployment goes on with that, and serving
/// without keys would only look like working.
[[nodiscard]] Result<Done> restore_from_environment(Store& store, SecretBox& box, const Config& config);

} // namespace geminid::app
