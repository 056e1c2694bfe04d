// Walks a client's JSON Schema and writes it as Gemini takes it, keyword by keyword, in one pass and without a copy of
// the schema in between.
#pragma once

#include "server/translate/dom_writer.hpp"
#include "server/translate/schema_references.hpp"
#include "server/translate/schema_text.hpp"
#include "server/translate/schema_types.hpp"

#include <array>
#include <cstdint>

namespace geminid::translate {

class SchemaRewriter {
public:
  SchemaRewriter(std::string& out, simdjson::dom::element root)
      : out_(out), document_(root), references_(document_), start_(out.size()) {}
  void write_root();

private:
  static constexpr int nesting_max = 32; // below it a schema says its type, and no more

  struct Node {
    SchemaMix mix;
    int depth = 0;
    std::uint32_t written = 0; // a bit for each of `keywords`

    [[nodiscard]] bool has_room_below() const { return depth < nesting_max; }
  };
  struct Keyword {
    std::string_view name;
    void (SchemaRewriter::*write)(Node&, std::string_view keyword, simdjson::dom::element value);
  };
  static const std::array<Keyword, 31> keywords;
  [[nodiscard]] static const Keyword* find_keyword(std::string_view name);

  void write_schema(simdjson::dom::element value, int depth);
  void write_schema(simdjson::dom::object schema, int depth);
  bool write_reference(simdjson::dom::object schema);
  void write_members(Node& node);
  void write_definitions();

  // One for each way in which keywords are rewritten.
  void text(Node& node, std::string_view keyword, simdjson::dom::element value);
  void count(Node& node, std::string_view keyword, simdjson::dom::element value);
  void flag(Node& node, std::string_view keyword, simdjson::dom::element value);
  void bound(Node& node, std::string_view keyword, simdjson::dom::element value);
  void exclusive_bound(Node& node, std::string_view keyword, simdjson::dom::element value);
  void data(Node& node, std::string_view keyword, simdjson::dom::element value);
  void type(Node& node, std::string_view keyword, simdjson::dom::element value);
  void constant(Node& node, std::string_view keyword, simdjson::dom::element value);
  void enumeration(Node& node, std::string_view keyword, simdjson::dom::element value);
  void names(Node& node, std::string_view keyword, simdjson::dom::element value);
  void properties(Node& node, std::string_view keyword, simdjson::dom::element value);
  void additional(Node& node, std::string_view keyword, simdjson::dom::element value);
  void patterns(Node& node, std::string_view keyword, simdjson::dom::element value);
  void schema(Node& node, std::string_view keyword, simdjson::dom::element value);
  void items(Node& node, std::string_view keyword, simdjson::dom::element value);
  void tuple(Node& node, std::string_view keyword, simdjson::dom::element value);
  void choice(Node& node, std::string_view keyword, simdjson::dom::element value);

  /// False when the keyword is written already: by another mixin, or by one that is rewritten to the same.
  bool begin(Node& node, std::string_view keyword);
  void write_types(JsonTypes types);
  template <class Values>
  void write_enum(Node& node, const Values& values);

  std::string& out_;
  SchemaDocument document_;
  SchemaReferences references_;
  std::size_t start_;
};

} // namespace geminid::translate
