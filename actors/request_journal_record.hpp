// The records of the request log and the bodies that belong to them, as the store has them.
#pragma once

#include "shared/log_dto.hpp"
#include "shared/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::actors {

inline constexpr std::string_view journal_record_prefix = "log/";
/// What was sent and answered, by the same ids, apart from the records: who looks through these need not read those.
inline constexpr std::string_view journal_bodies_prefix = "log_body/";

/// How many records are read at a time.
inline constexpr std::size_t journal_page_size = 500;

[[nodiscard]] inline std::string journal_record_key(std::string_view id) {
  return std::string{journal_record_prefix}.append(id);
}

[[nodiscard]] inline std::string journal_bodies_key(std::string_view id) {
  return std::string{journal_bodies_prefix}.append(id);
}

/// How it was answered, found without reading it all: whoever looks for the rare passes over many. Nothing where it is
/// not found.
[[nodiscard]] std::optional<std::int64_t> journal_record_status(std::string_view record);
/// Nothing when it can't be read.
[[nodiscard]] std::optional<dto::LogRecord> journal_record_from(const StoreEntry& entry);
/// Of the first entry; nothing when there is none.
[[nodiscard]] std::optional<dto::LogBodies> journal_bodies_from(const std::vector<StoreEntry>& entries);

} // namespace geminid::actors
