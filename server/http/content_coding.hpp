// Which of the codings that are stored of a file a client gets (RFC 9110, 12.5.3). Pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace geminid::http {

/// In the order of preference, where a client likes them alike.
enum class Coding : std::uint8_t { br, gzip, identity };
constexpr std::size_t coding_count = 3;

/// By Coding.
using StoredCodings = std::array<bool, coding_count>;

/// The stored coding of the highest weight in `Accept-Encoding`, given as one list. What it does not name is refused,
/// but identity is then only the last choice. Nothing: the client refuses all that is stored. A weight that is none
/// refuses.
[[nodiscard]] std::optional<Coding> choose_coding(std::string_view accept_encoding, const StoredCodings& stored);

/// For `Content-Encoding`; empty for identity.
[[nodiscard]] std::string_view coding_name(Coding coding);

} // namespace geminid::http
