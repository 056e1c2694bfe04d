// The keywords of a schema that hold no schemas.
#include "server/translate/schema_rewriter.hpp"

namespace geminid::translate {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

void SchemaRewriter::text(Node& node, std::string_view keyword, element value) {
  if (const auto words = as_text(value); words && begin(node, keyword))
    append_json_string(out_, *words);
}

void SchemaRewriter::count(Node& node, std::string_view keyword, element value) {
  if (const auto number = as_whole(value); number && *number >= 0 && begin(node, keyword))
    out_ += std::to_string(*number);
}

void SchemaRewriter::flag(Node& node, std::string_view keyword, element value) {
  if (value.is_bool() && begin(node, keyword))
    append_json(out_, value);
}

void SchemaRewriter::bound(Node& node, std::string_view keyword, element value) {
  if (value.is_number() && begin(node, keyword))
    append_json(out_, value);
}

void SchemaRewriter::exclusive_bound(Node& node, std::string_view keyword, element value) {
  const bool lower = keyword == "exclusiveMinimum";
  if (value.is_number() && begin(node, lower ? "minimum" : "maximum")) // it was a boolean in older drafts
    append_exclusive_bound(out_, value, lower, stated_types(node.mix));
}

void SchemaRewriter::data(Node& node, std::string_view keyword, element value) {
  if (begin(node, keyword))
    append_json(out_, value);
}

void SchemaRewriter::type(Node& node, std::string_view keyword, element) {
  if (const auto types = stated_types(node.mix); types != 0 && begin(node, keyword))
    write_types(types);
}

void SchemaRewriter::write_types(JsonTypes types) {
  const bool one = (types & (types - 1)) == 0;
  out_ += one ? "" : "[";
  for (std::size_t i = 0; i < json_type_names.size(); ++i)
    if ((types >> i & 1U) != 0) {
      if (!one)
        separate(out_);
      append_json_string(out_, json_type_names[i]);
    }
  out_ += one ? "" : "]";
}

void SchemaRewriter::constant(Node& node, std::string_view, element value) {
  if (!node.mix.find("enum"))
    write_enum(node, std::array{value});
}

void SchemaRewriter::enumeration(Node& node, std::string_view, element value) {
  if (array values; value.get(values) == simdjson::SUCCESS)
    write_enum(node, values);
}

template <class Values>
void SchemaRewriter::write_enum(Node& node, const Values& values) {
  // Gemini lists strings, numbers and null; of the others the type says all that can be said.
  constexpr JsonTypes worth_a_list = string_type | number_type | integer_type;
  JsonTypes types = 0;
  for (const auto value : values)
    types |= type_of_value(value);
  if ((types & worth_a_list) != 0 && begin(node, "enum")) {
    out_ += '[';
    for (const auto value : values)
      if ((type_of_value(value) & (worth_a_list | null_type)) != 0) {
        separate(out_);
        append_json(out_, value);
      }
    out_ += ']';
  }
  if (types != 0 && stated_types(node.mix) == 0 && begin(node, "type"))
    write_types(types);
}

void SchemaRewriter::names(Node& node, std::string_view keyword, element) {
  const auto before = out_.size();
  if (!node.has_room_below() || !begin(node, keyword))
    return;
  // Names of no property, as alternatives that only say what they require have them, mean nothing to Gemini.
  auto unwritten = node.mix.property_names();
  out_ += '[';
  node.mix.each([&](object schema) {
    array list;
    if (schema.at_key(keyword).get(list) != simdjson::SUCCESS)
      return;
    for (const auto each : list)
      if (const auto name = as_text(each); name && unwritten.erase(*name) > 0) {
        separate(out_);
        append_json_string(out_, *name);
      }
  });
  const bool none = out_.back() == '[';
  out_ += ']';
  if (none)
    out_.resize(before);
}

} // namespace geminid::translate
