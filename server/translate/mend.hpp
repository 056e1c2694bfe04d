// A Gemini request without what its model refused: geminid sends it once more instead of handing the refusal to a
// client that can't know which model takes what (gemini-wire.md, section 7: "same key once").
#pragma once

#include "actors/policy/refusal.hpp"
#include "server/translate/chat.hpp"
#include "server/translate/model_traits.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::translate {

struct Mended {
  std::string body;
  /// How what was left out stands in requests that geminid writes, so that it can be found in later ones; empty for
  /// signatures, which are a matter of the one conversation.
  std::vector<std::string> removed;
};

/// Nothing when the request holds nothing of the kind, or nothing that could be mended: the refusal then stands.
/// Signatures become the sentinel where the model demands them, and are left out elsewhere.
[[nodiscard]] std::optional<Mended> mended(std::string_view request, policy::RefusedField field,
                                           const ModelTraits& model, JsonParser& parser);

} // namespace geminid::translate
