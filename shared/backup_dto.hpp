// POST /admin/api/backup and /admin/api/restore (INTERFACE.md, "Admin API").
#pragma once

#include "shared/json_fields.hpp"

namespace geminid::dto {

/// What the passphrase of a new backup must be.
inline constexpr std::size_t passphrase_size_min = 12;
inline constexpr std::size_t passphrase_size_max = 1'024;

/// `{"passphrase"}`
[[nodiscard]] Result<std::string> parse_backup_request(const json& document);

/// `{"passphrase","document"}`; the document is the object that a backup answered, or its text.
struct RestoreRequest {
  std::string passphrase;
  std::string document;
};
[[nodiscard]] Result<RestoreRequest> parse_restore_request(const json& document);

} // namespace geminid::dto
