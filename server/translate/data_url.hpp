// Media that clients send in the request itself: data URLs and base64 (RFC 2397, leniently; gemini-wire.md, 9.2).
#pragma once

#include <string>
#include <string_view>

namespace geminid::translate {

struct InlineMedia {
  std::string mime_type; // lower case, without parameters, as Gemini spells it; empty: unknown
  std::string_view data; // base64 of either alphabet, nothing else; into the input or into `decoded`
  std::string decoded;   // holds `data` when it could not be taken as it was

  InlineMedia() = default;
  InlineMedia(const InlineMedia&) = delete;
  InlineMedia& operator=(const InlineMedia&) = delete;
};

[[nodiscard]] bool is_data_url(std::string_view url);

/// Fills `media`. False when it is no data URL or its data is broken. A missing `;base64` is forgiven for types that
/// are no text; percent escapes and white space in base64 likewise; a missing type is read from the first bytes.
[[nodiscard]] bool read_data_url(std::string_view url, InlineMedia& media);
/// The same for bare base64 of a type that is known from elsewhere (or empty).
[[nodiscard]] bool read_base64(std::string_view base64, std::string_view mime_type, InlineMedia& media);

} // namespace geminid::translate
