// References within one JSON Schema as Gemini knows them: to the document, or to one of its `$defs`.
#pragma once

#include "server/translate/schema_mix.hpp"

#include <map>
#include <set>
#include <string>

namespace geminid::translate {

class SchemaReferences {
public:
  explicit SchemaReferences(SchemaDocument& document) : document_(document) {}

  /// What to write for the client's reference; nothing when it leads nowhere. All but the whole document become
  /// definitions, wherever they stand, so that each is written once, however often it is meant.
  [[nodiscard]] std::optional<std::string> rewritten(std::string_view reference);

  struct Definition {
    std::string name;
    simdjson::dom::object schema;
  };
  /// Of what was referred to. Grows while definitions are written that refer to others.
  [[nodiscard]] const std::vector<Definition>& definitions() const { return definitions_; }

private:
  static constexpr std::size_t definitions_max = 1024;

  [[nodiscard]] std::string unused_name() const;

  SchemaDocument& document_;
  std::vector<Definition> definitions_;
  std::map<std::string_view, std::string> names_; // by the client's references
  std::set<std::string, std::less<>> taken_;
};

} // namespace geminid::translate
