// Files and folders that only the owner may read.
#pragma once

#include "shared/result.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace geminid::store {

/// Makes `directory`, and its parents, when it is not there; itself with mode 0700. One that is there is left as it is.
[[nodiscard]] Result<Done> ensure_private_directory(const std::filesystem::path& directory);

/// The file's content; nothing when there is no such file. Takes read and write access from all but the owner first,
/// and refuses a file that it cannot take it from, that is no regular file or that is longer than `size_max`.
[[nodiscard]] Result<std::optional<std::string>> read_private_file(const std::filesystem::path& path,
                                                                   std::size_t size_max);

/// Writes the file with mode 0600: after a crash there is either the whole file or what was there before.
[[nodiscard]] Result<Done> write_private_file(const std::filesystem::path& path, std::string_view content);

/// Durable when it returns. `to` may be there and is replaced.
[[nodiscard]] Result<Done> rename_private_file(const std::filesystem::path& from, const std::filesystem::path& to);
/// Durable when it returns. One that is not there is no error.
[[nodiscard]] Result<Done> remove_private_file(const std::filesystem::path& path);

} // namespace geminid::store
