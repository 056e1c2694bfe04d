// The storage engine of a single instance: RocksDB, tuned for a small host.
#pragma once

#include "shared/store.hpp"

#include <filesystem>
#include <memory>

namespace geminid::store {

/// Opens the store in `directory`, which is made with mode 0700 when it is not there. The directory may hold other
/// files. Errors are one line for the operator: used by another process, no directory, no permission, damaged.
///
/// A commit that fails (a full disk) leaves the store usable: the next one tries again. Whether the failed one is found
/// after a crash is open; all of it is, or nothing.
[[nodiscard]] Result<std::unique_ptr<Store>> open_rocks_store(const std::filesystem::path& directory);

} // namespace geminid::store
