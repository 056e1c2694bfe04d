// Thought signatures that the simulator issues and can recognise without keeping them (gemini-wire.md, section 2.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace geminid::sim {

/// Base64 text, as large as `bytes` asks (at least what the content needs). The same arguments give the same text.
[[nodiscard]] std::string issue_signature(std::string_view family, std::uint64_t number, std::size_t bytes = 0);

/// True for the documented sentinel, plain or base64-encoded.
[[nodiscard]] bool is_sentinel(std::string_view signature);

/// True for a sentinel and for what `issue_signature` gave for this family.
[[nodiscard]] bool valid_signature(std::string_view signature, std::string_view family);

} // namespace geminid::sim
