#include "server/store/schema.hpp"

#include "server/store/staged_store.hpp"

#include <charconv>

namespace geminid::store {
namespace {

using Version = std::size_t;

constexpr Version first_version = 1;

std::optional<Version> parse_version(std::string_view text) {
  Version version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc{} || end != text.data() + text.size() || version < first_version)
    return std::nullopt;
  return version;
}

StoreWrite version_record(Version version) {
  return {std::string{schema_version_key}, std::to_string(version)};
}

// The stored version; nothing when the store is new.
Result<std::optional<Version>> stored_version(const Store& store) {
  const auto record = store.get(schema_version_key);
  if (!record)
    return record.error();
  if (*record) {
    const auto version = parse_version(**record);
    if (!version)
      return Error{"the store's format version cannot be read: it is no store of geminid, or it is damaged"};
    return version;
  }
  const auto entries = store.scan("");
  if (!entries)
    return entries.error();
  if (!entries->empty())
    return Error{"the store holds data but no format version: it is no store of geminid, or it is damaged"};
  return std::optional<Version>{};
}

} // namespace

std::span<const Migration> schema_migrations() {
  return {};
}

Result<Done> prepare_schema(Store& store, std::span<const Migration> migrations) {
  const Version current = first_version + migrations.size();
  const auto stored = stored_version(store);
  if (!stored)
    return stored.error();
  if (!*stored)
    return store.commit({version_record(current)});
  const Version version = **stored;
  if (version > current)
    return Error{"the store has format version " + std::to_string(version) + ", this geminid knows up to " +
                 std::to_string(current) + ": use a newer geminid"};
  if (version == current)
    return Done{};

  StagedStore staged{store};
  for (Version from = version; from < current; ++from)
    if (auto migrated = migrations[from - first_version](staged); !migrated)
      return Error{"the store could not be migrated from format version " + std::to_string(from) + " to " +
                   std::to_string(from + 1) + ": " + migrated.error().message};
  auto writes = staged.writes();
  writes.push_back(version_record(current));
  return store.commit(writes);
}

} // namespace geminid::store
