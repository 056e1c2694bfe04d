// What must survive a restart, as keys and values. One engine (RocksDB, server/store) stands behind it today; any other
// must pass the same conformance suite (tests/store).
#pragma once

#include "shared/result.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid {

/// `value` absent: the key is deleted.
struct StoreWrite {
  std::string key;
  std::optional<std::string> value;
};

struct StoreEntry {
  std::string key;
  std::string value;
};

/// Not thread-safe: owned by the storage actor once the process runs.
class Store {
public:
  virtual ~Store() = default;

  /// All or nothing, in order; durable over a crash and a power loss when it returns.
  virtual Result<Done> commit(const std::vector<StoreWrite>& writes) = 0;
  /// All entries whose key begins with `prefix`, in byte order of their keys.
  [[nodiscard]] virtual Result<std::vector<StoreEntry>> scan(std::string_view prefix) const = 0;
  [[nodiscard]] virtual Result<std::optional<std::string>> get(std::string_view key) const = 0;
  /// The last `count` of the entries whose key begins with `prefix` and lies before `before` (all when that is empty),
  /// in descending order of their keys: a page of something that is read from its newest end. Engines that can, read no
  /// more than that.
  [[nodiscard]] virtual Result<std::vector<StoreEntry>> scan_back(std::string_view prefix, std::string_view before,
                                                                  std::size_t count) const {
    auto entries = scan(prefix);
    if (!entries)
      return entries;
    if (!before.empty())
      std::erase_if(*entries, [&](const StoreEntry& entry) { return entry.key >= before; });
    std::reverse(entries->begin(), entries->end());
    entries->resize(std::min(entries->size(), count));
    return entries;
  }
  /// What the store takes of the disk at present; 0: the engine can't tell. May look at every file of it.
  [[nodiscard]] virtual std::int64_t bytes_on_disk() const { return 0; }
};

} // namespace geminid
