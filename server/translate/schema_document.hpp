// A client's whole JSON Schema: what its references mean, and how much may be mixed on their account. Finding a
// definition takes no longer the more there are.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <simdjson.h>
#include <string_view>

namespace geminid::translate {

/// An object, if it has few enough members to be a schema: each is looked through more than once.
[[nodiscard]] std::optional<simdjson::dom::object> as_schema(simdjson::dom::element value);

class SchemaDocument {
public:
  explicit SchemaDocument(simdjson::dom::element root) : root_(root) {}
  SchemaDocument(const SchemaDocument&) = delete;
  SchemaDocument& operator=(const SchemaDocument&) = delete;

  [[nodiscard]] simdjson::dom::element root() const { return root_; }
  /// What "#/definitions/Pet" means, or the anchor of a definition; nothing when it points nowhere or out of the
  /// document.
  [[nodiscard]] std::optional<simdjson::dom::object> resolve(std::string_view reference);
  /// Takes from the number of schemas that may be mixed into others; false when it is used up. Mixins that mix in each
  /// other multiply.
  [[nodiscard]] bool take_mixin() { return mixins_left_ > 0 && mixins_left_-- > 0; }

private:
  using Schemas = std::map<std::string_view, simdjson::dom::object>;

  void read_definitions();

  simdjson::dom::element root_;
  bool read_ = false;
  Schemas defs_;
  Schemas definitions_; // what older drafts call them
  Schemas anchors_;
  std::size_t other_pointers_left_ = 256; // each may take a walk over the document
  std::size_t mixins_left_ = 16'384;
};

} // namespace geminid::translate
