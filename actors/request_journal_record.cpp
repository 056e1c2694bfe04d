#include "actors/request_journal_record.hpp"

namespace geminid::actors {

std::optional<dto::LogRecord> journal_record_from(const StoreEntry& entry) {
  const auto document = nlohmann::json::parse(entry.value, nullptr, false);
  if (!document.is_object())
    return std::nullopt;
  auto record = dto::parse_log_record(document);
  return record ? std::optional{std::move(*record)} : std::nullopt;
}

std::optional<dto::LogBodies> journal_bodies_from(const std::vector<StoreEntry>& entries) {
  if (entries.empty())
    return std::nullopt;
  const auto document = nlohmann::json::parse(entries.front().value, nullptr, false);
  if (!document.is_object())
    return std::nullopt;
  auto bodies = dto::parse_log_bodies(document);
  return bodies ? std::optional{std::move(*bodies)} : std::nullopt;
}

} // namespace geminid::actors
