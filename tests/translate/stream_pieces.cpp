#include "tests/translate/stream_pieces.hpp"

#include "server/upstream/sse_decoder.hpp"

#include <algorithm>
#include <optional>

namespace geminid::golden {

std::string translated(const std::vector<std::string_view>& pieces, const StreamStyle& style) {
  translate::JsonParser parser;
  translate::ChatStream stream{{"chatcmpl-golden", "the-model", 1'795'000'000, 7, style.reply}, style.include_usage};
  upstream::SseDecoder decoder;
  std::string out;
  std::optional<translate::ApiError> error;
  const auto take = [&](std::string_view event) {
    if (auto taken = stream.event(event, parser, out); !taken)
      error = std::move(taken.error());
    return !error;
  };
  for (const auto piece : pieces) {
    const std::vector<char> own{piece.begin(), piece.end()};
    decoder.feed({own.data(), own.size()}, take);
  }
  decoder.finish(take);
  if (!error)
    if (auto end = stream.end_answer(); !end)
      error = std::move(end.error());
  if (error)
    translate::append_stream_error(out, *error);
  else
    stream.finish(out);
  return out;
}

std::vector<std::string_view> in_pieces_of(std::size_t bytes, std::string_view text) {
  std::vector<std::string_view> pieces;
  for (; !text.empty(); text.remove_prefix(std::min(bytes, text.size())))
    pieces.push_back(text.substr(0, bytes));
  return pieces;
}

std::string framed(std::string_view text, std::string_view line_end) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && text.substr(i + 1).starts_with('\n'))
      ++i;
    if (text[i] == '\n' || text[i] == '\r')
      out += line_end;
    else
      out += text[i];
  }
  return out;
}

} // namespace geminid::golden
