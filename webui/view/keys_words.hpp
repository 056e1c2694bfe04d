// What the server says of Gemini keys in English: reasons, refused lines and fields. Pure.
#pragma once

#include "webui/core/locale.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace geminid::webui {

/// What the server says of a key or of a line of pasted text, in the viewer's language where the words are known, also
/// behind a model's name ("gemini-2.5-pro: the day's limit is used up"); else as it is.
[[nodiscard]] std::string key_words(std::string_view english, Language language);

/// Why the server refused a key's field ("weight", "limits.gemini-2.5-pro.rpm"); `otherwise` where it is not known.
[[nodiscard]] std::string refused_key_field(std::string_view field, std::string_view otherwise, Language language);

/// Nothing when it is no number over 0 and at most 1,000.
[[nodiscard]] std::optional<double> parse_weight(std::string_view text);

} // namespace geminid::webui
