// The model that a client names: an alias, Google's id, or either with suffixes by which other gateways' users switch
// things on (gemini-wire.md, 9.3).
#pragma once

#include "server/translate/chat.hpp"
#include "server/translate/thinking.hpp"

#include <string>
#include <string_view>

namespace geminid::translate {

struct NamedModel {
  std::string id;             // bare, without "models/"
  ThinkingWish thinking = {}; // "-nothinking", "-maxthinking"
  bool search = false;        // "-search"
};

/// `aliases` may be null. A name that is an alias as it stands has no suffix.
[[nodiscard]] NamedModel read_model_name(std::string_view name, const ModelAliases* aliases);

} // namespace geminid::translate
