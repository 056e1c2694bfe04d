// What is to be done about an upstream answer that came to its proper end: nothing, ask once more, or ask for the rest.
#pragma once

#include "server/translate/chat.hpp"

#include <span>
#include <string_view>

namespace geminid::translate {

/// How one choice ended.
struct ChoiceEnd {
  std::string_view reason; // Gemini's
  std::string_view message;
  std::string_view token;
  bool empty = false;
  bool sent = false; // the client has something of it
};

/// `choices` are those of one answer, which was not blocked.
[[nodiscard]] AnswerEnd answer_end(std::span<const ChoiceEnd> choices);

} // namespace geminid::translate
