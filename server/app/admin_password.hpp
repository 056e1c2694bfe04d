// Which password the dashboard has, known before the first login can come.
#pragma once

#include "server/admin/admin.hpp"
#include "server/app/config.hpp"
#include "shared/result.hpp"

namespace geminid::app {

/// The environment's wins; else the stored one; else a random one is made, stored, and printed on stdout this once.
/// Another password than the last run's (`stored_mark`) ends all sessions. The error is one line for the operator.
net::Task<Result<Done>> prepare_admin_password(admin::Admin& admin, const Config& config, std::string stored_mark);

} // namespace geminid::app
