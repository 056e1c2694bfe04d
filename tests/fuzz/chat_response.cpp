// Anything that may come back as an answer: a client gets a sound completion or an error, in every style.
#include "server/translate/chat.hpp"
#include "tests/fuzz/invariants.hpp"
#include "tests/translate/chat_rules.hpp"

#include <array>
#include <cstdint>

namespace geminid {
namespace {

using translate::AudioFormat;

void check(std::string_view text) {
  static translate::JsonParser parser;
  static const std::array<translate::ReplyStyle, 3> styles{
      {{AudioFormat::none, false}, {AudioFormat::wav, false, true}, {AudioFormat::pcm16, true}}};
  for (const auto& style : styles) {
    translate::ChatAnswer answer{{"chatcmpl-fuzz", "the-model", 1'795'000'000, 7, style}};
    if (const auto end = answer.take(text, parser); !end) {
      fuzz::require_sound_error(end.error());
      continue;
    }
    const auto body = answer.body();
    const auto broken = golden::broken_rule_of_reply(body);
    fuzz::require(broken.empty(), broken, body);
  }
}

} // namespace
} // namespace geminid

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  geminid::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
