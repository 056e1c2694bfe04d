// References within one JSON Schema as Gemini knows them: to the document, or to one of its `$defs`.
#pragma once

#include "server/translate/schema_mix.hpp"

#include <map>
#include <string>

namespace geminid::translate {

class SchemaReferences {
public:
  explicit SchemaReferences(simdjson::dom::element root) : root_(root) {}

  /// What to write for the client's reference; nothing when it leads nowhere. What is neither the document nor one of
  /// its definitions becomes a further definition, so that each is written once, however often it is meant.
  [[nodiscard]] std::optional<std::string> rewritten(std::string_view reference);

  struct Definition {
    std::string name;
    simdjson::dom::object schema;
  };
  /// Grows while definitions are written that refer to further places.
  [[nodiscard]] const std::vector<Definition>& further() const { return further_; }

private:
  static constexpr std::size_t further_max = 256;

  [[nodiscard]] std::string unused_name() const;

  simdjson::dom::element root_;
  std::vector<Definition> further_;
  std::map<std::string_view, std::string> names_; // of the further definitions, by the client's references
};

} // namespace geminid::translate
