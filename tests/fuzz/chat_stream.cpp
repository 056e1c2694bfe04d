// Anything that may come back as a stream: a client gets a sound one, and the same wherever the bytes were cut and
// however its lines end.
#include "tests/fuzz/invariants.hpp"
#include "tests/translate/chat_rules.hpp"
#include "tests/translate/stream_pieces.hpp"

#include <cstdint>
#include <functional>

namespace geminid {
namespace {

using golden::StreamStyle;

void check(std::string_view text, const StreamStyle& style) {
  const auto whole = golden::translated({text}, style);
  const auto broken = golden::broken_rule_of_stream(whole, style.include_usage);
  fuzz::require(broken.empty(), broken, whole);
  // Any place, but for one input always the same.
  const auto cut = text.empty() ? 0 : std::hash<std::string_view>{}(text) % text.size();
  for (const auto& pieces : {std::vector{text.substr(0, cut), text.substr(cut)}, golden::in_pieces_of(1, text),
                             golden::in_pieces_of(1 + cut % 61, text)})
    fuzz::require(golden::translated(pieces, style) == whole, "the same in pieces", whole);
  for (const std::string_view line_end : {"\n", "\r\n", "\r"})
    fuzz::require(golden::translated({golden::framed(text, line_end)}, style) == whole, "the same in any framing",
                  whole);
}

void check(std::string_view text) {
  check(text, {false, {translate::AudioFormat::none, false}});
  check(text, {true, {translate::AudioFormat::pcm16, true}});
}

} // namespace
} // namespace geminid

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  geminid::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
