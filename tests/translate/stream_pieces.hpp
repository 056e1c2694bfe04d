// An upstream body as it arrives: cut at any place.
#pragma once

#include "server/translate/chat.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace geminid::golden {

struct StreamStyle {
  bool include_usage = false;
  translate::ReplyStyle reply = {};
};

/// What a client gets when Gemini's stream arrives in these pieces: all that is sent, to `[DONE]` or an error. Every
/// piece lies in memory of its own, so that a view that is kept for too long is found.
[[nodiscard]] std::string translated(const std::vector<std::string_view>& pieces, const StreamStyle& style);

/// Pieces of `bytes` each, the last one shorter.
[[nodiscard]] std::vector<std::string_view> in_pieces_of(std::size_t bytes, std::string_view text);

/// With every line end as `line_end`.
[[nodiscard]] std::string framed(std::string_view text, std::string_view line_end);

} // namespace geminid::golden
