// Backup and restore while geminid serves: the same content and the same one commit as with a stopped one, and then
// the actors go on with what is on the disk. io thread only.
#pragma once

#include "server/admin/admin.hpp"
#include "server/app/config.hpp"
#include "shared/secret_box.hpp"

#include <memory>

namespace geminid::app {

/// What `admin` is given to do both. Requests that begin in the milliseconds of a restore may find no key.
[[nodiscard]] admin::Backups live_backups(admin::Admin& admin, std::shared_ptr<SecretBox> box, const Config& config);

} // namespace geminid::app
