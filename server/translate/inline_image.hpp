// Images within an answer's text, as markdown with a data URL: `![image](data:image/png;base64,…)`. That is how images
// reach a chat client (gemini-wire.md, 9.4), and how they come back in its history, where they must become images
// again: as text they would cost a token for every few bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace geminid::translate {

struct InlineImagePiece {
  std::string_view text;
  std::string_view data_url = {}; // of an image, within `text`; empty: there is none
};

/// Appends the pieces of `text`, in order and without empty ones.
void split_inline_images(std::string_view text, std::vector<InlineImagePiece>& pieces);

void append_inline_image(std::string& out, std::string_view mime_type, std::string_view base64);

} // namespace geminid::translate
