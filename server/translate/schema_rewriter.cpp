#include "server/translate/schema_rewriter.hpp"

#include <algorithm>
#include <set>

namespace geminid::translate {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t mixed_bytes_max = 256 * 1024; // mixins that mix in each other multiply

} // namespace

// Sorted by name. What is not here, Gemini may refuse; names of schemas have no use where references are rewritten.
constexpr std::array<SchemaRewriter::Keyword, 31> SchemaRewriter::keywords{{
    {"additionalProperties", &SchemaRewriter::additional},
    {"anyOf", &SchemaRewriter::choice},
    {"const", &SchemaRewriter::constant},
    {"contains", &SchemaRewriter::schema},
    {"default", &SchemaRewriter::data},
    {"description", &SchemaRewriter::text},
    {"enum", &SchemaRewriter::enumeration},
    {"exclusiveMaximum", &SchemaRewriter::exclusive_bound},
    {"exclusiveMinimum", &SchemaRewriter::exclusive_bound},
    {"format", &SchemaRewriter::text},
    {"items", &SchemaRewriter::items},
    {"maxContains", &SchemaRewriter::count},
    {"maxItems", &SchemaRewriter::count},
    {"maxLength", &SchemaRewriter::count},
    {"maxProperties", &SchemaRewriter::count},
    {"maximum", &SchemaRewriter::bound},
    {"minContains", &SchemaRewriter::count},
    {"minItems", &SchemaRewriter::count},
    {"minLength", &SchemaRewriter::count},
    {"minProperties", &SchemaRewriter::count},
    {"minimum", &SchemaRewriter::bound},
    {"oneOf", &SchemaRewriter::choice},
    {"pattern", &SchemaRewriter::text},
    {"patternProperties", &SchemaRewriter::patterns},
    {"prefixItems", &SchemaRewriter::tuple},
    {"properties", &SchemaRewriter::properties},
    {"propertyOrdering", &SchemaRewriter::names},
    {"required", &SchemaRewriter::names},
    {"title", &SchemaRewriter::text},
    {"type", &SchemaRewriter::type},
    {"uniqueItems", &SchemaRewriter::flag},
}};

const SchemaRewriter::Keyword* SchemaRewriter::find_keyword(std::string_view name) {
  const auto found =
      std::lower_bound(keywords.begin(), keywords.end(), name,
                       [](const Keyword& keyword, std::string_view text) { return keyword.name < text; });
  return found != keywords.end() && found->name == name ? &*found : nullptr;
}

bool SchemaRewriter::begin(Node& node, std::string_view keyword) {
  const auto bit = 1U << (find_keyword(keyword) - keywords.data());
  if ((node.written & bit) != 0)
    return false;
  node.written |= bit;
  append_key(out_, keyword);
  return true;
}

void SchemaRewriter::write_root() {
  const auto schema = as_schema(document_.root());
  if (!schema) {
    out_ += "{}";
    return;
  }
  Node node{SchemaMix{*schema}};
  // A reference at the top would leave Gemini without the type of the whole.
  node.mix.add_referenced(document_);
  node.mix.add_all_of(document_, true);
  out_ += '{';
  write_members(node);
  write_definitions();
  out_ += '}';
}

void SchemaRewriter::write_schema(element value, int depth) {
  if (const auto schema = as_schema(value))
    write_schema(*schema, depth);
  else // true, or false where Gemini has no word for it
    out_ += "{}";
}

void SchemaRewriter::write_schema(object schema, int depth) {
  Node node{SchemaMix{schema}, depth};
  out_ += '{';
  if (!write_reference(schema)) {
    node.mix.add_all_of(document_, out_.size() - start_ < mixed_bytes_max);
    write_members(node);
  }
  out_ += '}';
}

bool SchemaRewriter::write_reference(object schema) {
  object holder = schema;
  // The only way of older drafts to describe what is referred to.
  if (array mixins; schema.at_key("allOf").get(mixins) == simdjson::SUCCESS && mixins.size() == 1 &&
                    schema.at_key("properties").error() != simdjson::SUCCESS)
    holder = as_schema(*mixins.begin()).value_or(schema);
  std::string_view reference;
  if (holder["$ref"].get(reference) != simdjson::SUCCESS)
    return false;
  const auto rewritten = references_.rewritten(reference);
  if (rewritten) {
    append_key(out_, "$ref");
    append_json_string(out_, *rewritten);
  }
  return rewritten.has_value();
}

void SchemaRewriter::write_members(Node& node) {
  node.mix.each([&](object schema) {
    std::uint32_t seen = 0; // what stands twice is read once, as by those who search for it
    for (const auto [name, value] : schema)
      if (const auto* keyword = find_keyword(name)) {
        const auto bit = 1U << (keyword - keywords.data());
        if ((seen & bit) == 0)
          (this->*keyword->write)(node, name, value);
        seen |= bit;
      }
  });
}

void SchemaRewriter::write_definitions() {
  const auto& definitions = references_.definitions();
  if (definitions.empty())
    return;
  append_key(out_, "$defs");
  out_ += '{';
  for (std::size_t i = 0; i < definitions.size(); ++i) { // they grow meanwhile
    const auto definition = definitions[i];
    append_key(out_, definition.name);
    write_schema(definition.schema, 1);
  }
  out_ += '}';
}

void SchemaRewriter::properties(Node& node, std::string_view keyword, element) {
  if (!node.has_room_below() || !begin(node, keyword))
    return;
  std::set<std::string_view> written;
  out_ += '{';
  node.mix.each([&](object schema) {
    object named;
    if (schema.at_key(keyword).get(named) != simdjson::SUCCESS)
      return;
    for (const auto [name, value] : named)
      if (!node.mix.mixed() || written.insert(name).second) {
        append_key(out_, name);
        write_schema(value, node.depth + 1);
      }
  });
  out_ += '}';
}

void SchemaRewriter::additional(Node& node, std::string_view keyword, element value) {
  if (bool more = true; value.get(more) == simdjson::SUCCESS) {
    // With patterns, "no others" would become "none at all".
    if ((more || !node.mix.find("patternProperties")) && begin(node, keyword))
      out_ += more ? "true" : "false";
    return;
  }
  schema(node, keyword, value);
}

void SchemaRewriter::patterns(Node& node, std::string_view, element value) {
  object by_pattern;
  if (value.get(by_pattern) != simdjson::SUCCESS)
    return;
  if (by_pattern.size() == 1)
    schema(node, "additionalProperties", (*by_pattern.begin()).value);
  else if (begin(node, "additionalProperties"))
    out_ += "true";
}

void SchemaRewriter::schema(Node& node, std::string_view keyword, element value) {
  if (!value.is_object() || !node.has_room_below() || !begin(node, keyword))
    return;
  write_schema(value, node.depth + 1);
}

void SchemaRewriter::items(Node& node, std::string_view keyword, element value) {
  if (value.is_array()) // what older drafts called a tuple
    tuple(node, "prefixItems", value);
  else
    schema(node, keyword, value);
}

void SchemaRewriter::tuple(Node& node, std::string_view keyword, element value) {
  array places;
  if (value.get(places) != simdjson::SUCCESS || places.size() == 0 || !node.has_room_below() || !begin(node, keyword))
    return;
  out_ += '[';
  for (const auto place : places) {
    separate(out_);
    write_schema(place, node.depth + 1);
  }
  out_ += ']';
}

void SchemaRewriter::choice(Node& node, std::string_view keyword, element value) {
  array alternatives;
  const auto before = out_.size();
  if (value.get(alternatives) != simdjson::SUCCESS || !node.has_room_below() || !begin(node, keyword))
    return;
  out_ += '[';
  bool open = false;
  for (const auto alternative : alternatives) {
    if (bool allows = true; alternative.get(allows) == simdjson::SUCCESS && !allows)
      continue;
    separate(out_);
    const auto start = out_.size();
    write_schema(alternative, node.depth + 1);
    open = open || std::string_view{out_}.substr(start) == "{}";
  }
  const bool none = out_.back() == '[';
  out_ += ']';
  if (open || none) // a choice among anything is none
    out_.resize(before);
}

} // namespace geminid::translate
