// The version of what the store's records mean. Every change of a record's format that an older store does not read as
// it is adds a migration to the end of the list in schema.cpp.
#pragma once

#include "shared/store.hpp"

#include <functional>
#include <span>

namespace geminid::store {

inline constexpr std::string_view schema_version_key = "meta/version";

/// Rewrites the records of one version as those of the next. Sees what the migrations before it wrote.
using Migration = std::function<Result<Done>(Store&)>;

/// From version 1 to 2, from 2 to 3, ... in this order.
[[nodiscard]] std::span<const Migration> schema_migrations();

/// Call once after opening, before anything else reads or writes. An empty store gets the present version; an older one
/// is migrated in one commit, all or nothing; a newer one, or one that holds data but no version, is refused.
[[nodiscard]] Result<Done> prepare_schema(Store& store, std::span<const Migration> migrations = schema_migrations());

} // namespace geminid::store
