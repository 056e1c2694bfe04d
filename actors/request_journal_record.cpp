#include "actors/request_journal_record.hpp"

#include <charconv>

namespace geminid::actors {

// The attempts' come before the record's own, also in records of the time when members stood in the order of their
// names; within a text the quotes would be escaped.
std::optional<std::int64_t> journal_record_status(std::string_view record) {
  constexpr std::string_view name = "\"status\":";
  const auto at = record.rfind(name);
  if (at == std::string_view::npos)
    return std::nullopt;
  record.remove_prefix(at + name.size());
  std::int64_t status = 0;
  const auto [stop, error] = std::from_chars(record.data(), record.data() + record.size(), status);
  return error == std::errc{} ? std::optional{status} : std::nullopt;
}

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
