// A client's JSON Schema seen as one flat object: with what `allOf` adds to it, and what references stand for.
#pragma once

#include "server/translate/schema_document.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace geminid::translate {

[[nodiscard]] std::optional<std::string_view> as_text(simdjson::dom::element value);
/// Also 2.0, since some clients know one kind of number only; within 53 bits, as for those.
[[nodiscard]] std::optional<std::int64_t> as_whole(simdjson::dom::element value);

class SchemaMix {
public:
  explicit SchemaMix(simdjson::dom::object schema) : schema_(schema) {}

  /// Adds a schema, what it refers to and its `allOf`.
  void add(SchemaDocument& document, simdjson::dom::object more) { add(document, more, true); }
  /// Adds the schemas of `allOf`, and of theirs; those behind references only with `follow`, since each use copies
  /// them.
  void add_all_of(SchemaDocument& document, bool follow) { add_all_of(document, schema_, follow); }
  /// Adds what `$ref` refers to, if that can be found.
  void add_referenced(SchemaDocument& document) { add_referenced(document, schema_); }

  /// Of the first schema that has the keyword: the schema itself goes before its mixins.
  [[nodiscard]] std::optional<simdjson::dom::element> find(std::string_view keyword) const;
  [[nodiscard]] std::optional<std::string_view> text(std::string_view keyword) const;
  /// The references that were followed: a schema that mixes itself in would never end.
  [[nodiscard]] const std::vector<std::string_view>& followed() const { return followed_; }
  [[nodiscard]] bool mixed() const { return !added_.empty(); }
  /// Of all `properties`.
  [[nodiscard]] std::set<std::string_view> property_names() const;

  template <class Visit>
  void each(Visit visit) const {
    visit(schema_);
    for (const auto& schema : added_)
      visit(schema);
  }

private:
  static constexpr std::size_t added_max = 64;

  void add(SchemaDocument& document, simdjson::dom::object more, bool follow);
  void add_all_of(SchemaDocument& document, simdjson::dom::object schema, bool follow);
  void add_referenced(SchemaDocument& document, simdjson::dom::object schema);

  simdjson::dom::object schema_;
  std::vector<simdjson::dom::object> added_;
  std::vector<std::string_view> followed_;
};

} // namespace geminid::translate
