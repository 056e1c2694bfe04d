// What the admin API answers of many Gemini keys: a page of them, and what became of those that were pasted.
#pragma once

#include "shared/key_dto.hpp"

namespace geminid::dto {

/// GET /admin/api/keys.
struct KeyPage {
  std::vector<Key> keys;
  std::string next_cursor; // empty: this is the last page
  std::int64_t total = 0;  // of all pages

  bool operator==(const KeyPage&) const = default;
};

[[nodiscard]] Result<KeyPage> parse_key_page(const json& document);
[[nodiscard]] json to_json(const KeyPage& page);

/// A key that stood in the text before, or is in the pool.
struct DoubledKey {
  std::int64_t line = 0;
  std::string masked;
  std::string reason;

  bool operator==(const DoubledKey&) const = default;
};

struct RejectedLine {
  std::int64_t line = 0;
  std::string reason;

  bool operator==(const RejectedLine&) const = default;
};

/// POST /admin/api/keys: what was added, or with `dry_run` would be. The lists of what was not are cut.
struct AddedKeys {
  std::vector<Key> added;
  std::int64_t duplicates = 0;
  std::vector<DoubledKey> doubled;
  std::vector<RejectedLine> rejected;
  std::int64_t rejected_total = 0;
  std::string format; // "list", "json", "csv", "text"

  bool operator==(const AddedKeys&) const = default;
};

[[nodiscard]] Result<AddedKeys> parse_added_keys(const json& document);
[[nodiscard]] json to_json(const AddedKeys& answer);

} // namespace geminid::dto
