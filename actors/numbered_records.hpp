// The keys of records that are numbered as they come: a prefix and a number whose order is the same as text.
#pragma once

#include "shared/store.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::actors {

[[nodiscard]] inline std::string record_id(std::uint64_t number) {
  return fmt::format("{:016}", number);
}

/// Nothing when the key is none of `record_id`'s behind that prefix.
[[nodiscard]] inline std::optional<std::uint64_t> record_number(std::string_view key, std::string_view prefix) {
  if (!key.starts_with(prefix))
    return std::nullopt;
  key.remove_prefix(prefix.size());
  std::uint64_t number = 0;
  const auto [end, ec] = std::from_chars(key.data(), key.data() + key.size(), number);
  return ec == std::errc{} && end == key.data() + key.size() ? std::optional{number} : std::nullopt;
}

/// Behind the newest on disk, as Store::scan_back finds it.
[[nodiscard]] inline std::uint64_t next_number(const std::vector<StoreEntry>& newest, std::string_view prefix) {
  return newest.empty() ? 1 : record_number(newest.front().key, prefix).value_or(0) + 1;
}

} // namespace geminid::actors
