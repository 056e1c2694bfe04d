// What the Settings page says beside the settings themselves. Pure.
#pragma once

#include "shared/session_dto.hpp"
#include "shared/system_dto.hpp"
#include "webui/core/locale.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace geminid::webui {

/// "The last call 3 min ago was answered with 200 in 12 ms."
[[nodiscard]] std::string keep_alive_text(const dto::SystemKeepAlive& keep_alive, std::string_view public_url,
                                          Instant now, const Locale& locale);

/// What is wrong with a password to be; empty when nothing is, or nothing is typed yet.
[[nodiscard]] std::string password_problem(std::string_view password, std::string_view repeated, const Locale& locale);
/// The same of a backup's passphrase.
[[nodiscard]] std::string passphrase_problem(std::string_view passphrase, std::string_view repeated,
                                             const Locale& locale);
/// Whether both are typed and right.
[[nodiscard]] bool is_new_password(std::string_view password, std::string_view repeated);
[[nodiscard]] bool is_new_passphrase(std::string_view passphrase, std::string_view repeated);

/// What must be typed before a restore, so that none is started by mistake.
[[nodiscard]] const char* restore_words(const Locale& locale);
/// In either language.
[[nodiscard]] bool are_restore_words(std::string_view typed);

/// How a host without a disk keeps the configuration, step by step, by a backup of so many bytes.
[[nodiscard]] std::vector<std::string> restore_steps(std::size_t document_size, const Locale& locale);

[[nodiscard]] std::string session_text(const dto::Session& session, Instant now, const Locale& locale);
/// "geminid-backup-2026-11-27.json"
[[nodiscard]] std::string backup_file_name(Instant now, const Locale& locale);

} // namespace geminid::webui
