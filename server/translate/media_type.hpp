// MIME types of media: how clients name them, how Gemini does, and which of them it takes (gemini-wire.md, 9.2).
#pragma once

#include <string>
#include <string_view>

namespace geminid::translate {

/// Of ASCII.
[[nodiscard]] std::string lower_case(std::string_view text);

/// "image/jpg" to "image/jpeg" and the like; lower case, without parameters.
[[nodiscard]] std::string normal_mime_type(std::string_view mime_type);
/// Of `input_audio.format`; empty when unknown.
[[nodiscard]] std::string_view audio_mime_type(std::string_view format);
/// By the name's extension; empty when unknown.
[[nodiscard]] std::string_view file_mime_type(std::string_view filename);
/// By the first bytes; empty when unknown.
[[nodiscard]] std::string_view sniffed_mime_type(std::string_view base64);

/// Gemini answers others with "Unsupported MIME type", without a word about where it stood.
[[nodiscard]] bool gemini_takes(std::string_view mime_type);

} // namespace geminid::translate
