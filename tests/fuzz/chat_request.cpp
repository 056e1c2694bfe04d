// Any client's text: what becomes a request is one that Gemini takes, of whatever generation, and what does not gets an
// error that says so.
#include "server/translate/chat.hpp"
#include "tests/fuzz/invariants.hpp"

#include <array>
#include <cstdint>

namespace geminid {
namespace {

using translate::PromptInjection;
using translate::ThinkingDefault;

struct Addressee {
  std::string_view model;
  translate::ChatDefaults defaults;
};

translate::ChatDefaults defaults(ThinkingDefault::Mode mode, PromptInjection::Position position) {
  translate::ChatDefaults made;
  made.thinking = {mode, 4'096, true};
  made.injection = {position, "Be brief."};
  return made;
}

const std::array<Addressee, 5>& addressees() {
  static const std::array<Addressee, 5> table{{
      {"gemini-2.0-flash", {}},
      {"gemini-2.5-flash", defaults(ThinkingDefault::Mode::off, PromptInjection::Position::user_prefix)},
      {"gemini-3.8-flash", {}},
      {"gemini-4-hydrogen", defaults(ThinkingDefault::Mode::fixed, PromptInjection::Position::system)},
      {"gemma-3-27b-it", defaults(ThinkingDefault::Mode::automatic, PromptInjection::Position::user_suffix)},
  }};
  return table;
}

void check(const std::string& text) {
  static translate::JsonParser parser;
  for (const auto& [model, defaults] : addressees()) {
    const auto chat = translate::chat_request(text, defaults, parser, {model});
    if (chat) {
      fuzz::require_accepted(chat->body, model);
      fuzz::require(chat->prompt_tokens_estimate > 0, "an estimate above 0", chat->body);
    } else {
      fuzz::require_sound_error(chat.error());
      fuzz::require(chat.error().status == 400, "400 for what the client got wrong", translate::to_json(chat.error()));
    }
  }
}

} // namespace
} // namespace geminid

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  geminid::check(std::string{reinterpret_cast<const char*>(data), size});
  return 0;
}
