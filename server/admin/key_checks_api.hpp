// Checks of Gemini keys: a few are answered at once, many become a job.
#pragma once

#include "server/admin/answers.hpp"

#include <string>
#include <vector>

namespace geminid::admin {

/// As many keys are checked while the client waits.
inline constexpr std::size_t checked_at_once_max = 20;

/// POST /admin/api/keys/{id}/check: the Key.
net::Task<http::Response> check_key(http::Exchange& exchange, Admin& admin);
/// POST /admin/api/keys/check {"ids"|"state"?,"background"?}: all keys unless some are named. `{"keys":[Key…]}`, or 202
/// with a job.
net::Task<http::Response> check_keys(http::Exchange& exchange, Admin& admin);
/// The same for keys that are known. `counted` adds how many there were.
net::Task<http::Response> check_those(Admin& admin, std::vector<std::string> ids, bool background, bool counted);
/// GET /admin/api/keys/check: `{"jobs":[…]}`, the newest first.
net::Task<http::Response> list_check_jobs(http::Exchange& exchange, Admin& admin);
/// GET /admin/api/keys/check/{job}
net::Task<http::Response> get_check_job(http::Exchange& exchange, Admin& admin);
/// DELETE /admin/api/keys/check/{job}: the job as it ended. One that has ended stays as it is.
net::Task<http::Response> cancel_check_job(http::Exchange& exchange, Admin& admin);

} // namespace geminid::admin
