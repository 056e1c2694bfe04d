// URLs that Gemini itself can follow (gemini-wire.md, 2.1).
#pragma once

#include <string>
#include <string_view>

namespace geminid::translate {

/// The page of the video to which a URL of any of YouTube's hosts leads, in the one form that every model knows; empty
/// when it is no such URL.
[[nodiscard]] std::string youtube_page(std::string_view url);

/// Of a file at Gemini's Files API.
[[nodiscard]] bool is_files_api(std::string_view url);
/// Of the file with this name, "files/…".
[[nodiscard]] std::string files_api_url(std::string_view name);

/// By the extension of the URL's path; empty when unknown.
[[nodiscard]] std::string_view mime_type_of_url(std::string_view url);

} // namespace geminid::translate
