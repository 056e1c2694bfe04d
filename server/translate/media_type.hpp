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

/// Of what a URL led to: what its host says, else by the first bytes, else by the URL; empty when unknown.
[[nodiscard]] std::string fetched_mime_type(std::string_view content_type, std::string_view bytes,
                                            std::string_view url);
/// Why what is of this Content-Type can't be passed on, in words that continue "The URL …"; empty when it can, or when
/// only its first bytes can tell.
[[nodiscard]] std::string unwanted_content_type(std::string_view content_type);

/// Gemini answers others with "Unsupported MIME type", without a word about where it stood.
[[nodiscard]] bool gemini_takes(std::string_view mime_type);
inline constexpr std::string_view taken_types = "images as PNG, JPEG, WebP, HEIC and HEIF, audio, video, PDF and text";

} // namespace geminid::translate
