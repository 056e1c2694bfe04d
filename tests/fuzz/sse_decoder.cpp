// Any bytes as an event stream: the same events wherever they are cut and however lines end, and none over the limit.
#include "server/upstream/sse_decoder.hpp"

#include "tests/fuzz/invariants.hpp"
#include "tests/translate/stream_pieces.hpp"

#include <cstdint>
#include <functional>

namespace geminid {
namespace {

using upstream::SseDecoder;

constexpr std::size_t event_bytes_max = 64;

struct Decoded {
  std::vector<std::string> events;
  SseDecoder::Status status = SseDecoder::Status::ok;

  bool operator==(const Decoded&) const = default;
};

Decoded decoded(const std::vector<std::string_view>& pieces, std::size_t limit) {
  Decoded result;
  SseDecoder decoder{limit};
  const auto take = [&](std::string_view event) {
    fuzz::require(!event.empty() && event.size() <= limit, "an event within its limit", event);
    result.events.emplace_back(event);
    return true;
  };
  for (const auto piece : pieces) {
    const std::vector<char> own{piece.begin(), piece.end()};
    decoder.feed({own.data(), own.size()}, take);
  }
  result.status = decoder.finish(take);
  return result;
}

// Its elements are handed out as they came, with the line ends within them.
bool is_array(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF"))
    text.remove_prefix(3);
  const auto first = text.find_first_not_of("\r\n");
  return first != std::string_view::npos && text[first] == '[';
}

void check(std::string_view text, std::size_t limit) {
  const auto whole = decoded({text}, limit);
  const auto cut = text.empty() ? 0 : std::hash<std::string_view>{}(text) % text.size();
  for (const auto& pieces : {std::vector{text.substr(0, cut), text.substr(cut)}, golden::in_pieces_of(1, text),
                             golden::in_pieces_of(1 + cut % 61, text)})
    fuzz::require(decoded(pieces, limit) == whole, "the same in pieces", text);
  if (is_array(text))
    return;
  for (const std::string_view line_end : {"\n", "\r\n", "\r"})
    fuzz::require(decoded({golden::framed(text, line_end)}, limit) == whole, "the same in any framing", text);
}

} // namespace
} // namespace geminid

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  geminid::check(text, geminid::event_bytes_max);
  geminid::check(text, 64UL * 1024 * 1024);
  return 0;
}
