#include "server/translate/openapi_schema.hpp"

#include "server/translate/dom_writer.hpp"
#include "server/translate/openapi_types.hpp"
#include "server/translate/schema_text.hpp"

#include <algorithm>
#include <set>

namespace geminid::translate {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr int nesting_max = 31;                      // one less than Gemini's, for what stands in below
constexpr std::size_t schema_bytes_max = 256 * 1024; // references that refer to each other multiply

class Writer {
public:
  Writer(std::string& out, element root) : out_(out), document_(root), start_(out.size()) {}
  void write(object schema, int depth, bool nullable = false);

private:
  void write_resolved(const SchemaMix& mix, int depth, bool nullable, bool required = true);
  void write_union(const std::vector<object>& schemas, int depth, bool nullable);
  void write_text_rules(const SchemaMix& mix);
  void write_bounds(const SchemaMix& mix, JsonTypes type);
  void write_counts(const SchemaMix& mix, std::initializer_list<std::string_view> keywords);
  void write_items(const SchemaMix& mix, int depth);
  void write_properties(const SchemaMix& mix, int depth, bool required);
  void write_free_form(const SchemaMix& mix, int depth);
  void write_required(const SchemaMix& mix, std::set<std::string_view> unwritten);

  [[nodiscard]] bool has_room_below(int depth) const {
    return depth < nesting_max && out_.size() - start_ < schema_bytes_max;
  }

  std::string& out_;
  SchemaDocument document_;
  std::size_t start_;
  std::vector<std::string_view> open_; // references whose schemas are being written
};

void Writer::write(object schema, int depth, bool nullable) {
  SchemaMix mix{schema};
  mix.add_referenced(document_);
  mix.add_all_of(document_, true);
  const auto alternatives = alternatives_of(mix);
  if (alternatives.schemas.size() == 1)
    mix.add(document_, alternatives.schemas.front());
  nullable = nullable || alternatives.null;

  const auto& followed = mix.followed();
  const bool recurs = std::any_of(followed.begin(), followed.end(), [&](std::string_view reference) {
    return std::find(open_.begin(), open_.end(), reference) != open_.end();
  });
  if (recurs) {
    out_ += R"({"type":"OBJECT")";
    write_free_form(mix, nesting_max);
    out_ += '}';
    return;
  }
  const auto outside = open_.size();
  open_.insert(open_.end(), followed.begin(), followed.end());
  const auto types = stated_types(mix) & ~null_type;
  const bool chooses =
      alternatives.schemas.size() > 1 && (types == 0 || types == object_type) && !mix.find("properties");
  if (chooses && depth > 0 && has_room_below(depth)) {
    write_union(alternatives.schemas, depth, nullable);
  } else {
    if (chooses) // at the top Gemini wants one object: it has the properties of all alternatives and needs none
      for (const auto alternative : alternatives.schemas)
        mix.add(document_, alternative);
    write_resolved(mix, depth, nullable, !chooses);
  }
  open_.resize(outside);
}

void Writer::write_union(const std::vector<object>& schemas, int depth, bool nullable) {
  out_ += R"({"anyOf":[)"; // Gemini wants nothing beside it
  for (const auto schema : schemas) {
    separate(out_);
    write(schema, depth + 1, nullable);
  }
  out_ += "]}";
}

void Writer::write_resolved(const SchemaMix& mix, int depth, bool nullable, bool required) {
  const auto stated = stated_types(mix);
  const auto types = stated != 0 ? stated : implied_types(mix);
  const auto type = sole_type(types);
  out_ += '{';
  append_key(out_, "type");
  append_json_string(out_, openapi_name(type));
  if (nullable || (types & null_type) != 0) {
    append_key(out_, "nullable");
    out_ += "true";
  }
  if (const auto format = mix.text("format"); format && knows_format(type, *format)) {
    append_key(out_, "format");
    append_json_string(out_, *format);
  }
  if (const auto description = mix.text("description")) {
    append_key(out_, "description");
    append_json_string(out_, *description);
  }
  if (type == string_type)
    write_text_rules(mix);
  else if (type == integer_type || type == number_type)
    write_bounds(mix, type);
  else if (type == array_type)
    write_items(mix, depth);
  else if (type == object_type)
    write_properties(mix, depth, required);
  out_ += '}';
}

void Writer::write_text_rules(const SchemaMix& mix) {
  std::vector<std::string_view> values;
  array list;
  if (const auto value = mix.find("enum"); value && value->get(list) == simdjson::SUCCESS)
    for (const auto each : list)
      values.push_back(as_text(each).value_or(""));
  else if (const auto constant = mix.text("const"))
    values.push_back(*constant);
  std::erase(values, "");
  if (!values.empty()) {
    append_key(out_, "enum");
    out_ += '[';
    for (const auto value : values) {
      separate(out_);
      append_json_string(out_, value);
    }
    out_ += ']';
  }
  write_counts(mix, {"minLength", "maxLength"});
  if (const auto pattern = mix.text("pattern")) {
    append_key(out_, "pattern");
    append_json_string(out_, *pattern);
  }
}

void Writer::write_bounds(const SchemaMix& mix, JsonTypes type) {
  for (const bool lower : {true, false}) {
    const auto* const keyword = lower ? "minimum" : "maximum";
    if (const auto bound = mix.find(keyword); bound && bound->is_number()) {
      append_key(out_, keyword);
      append_json(out_, *bound);
    } else if (const auto exclusive = mix.find(lower ? "exclusiveMinimum" : "exclusiveMaximum");
               exclusive && exclusive->is_number()) {
      append_key(out_, keyword);
      append_exclusive_bound(out_, *exclusive, lower, type);
    }
  }
}

void Writer::write_counts(const SchemaMix& mix, std::initializer_list<std::string_view> keywords) {
  for (const auto keyword : keywords)
    if (const auto value = mix.find(keyword))
      if (const auto count = as_whole(*value); count && *count >= 0) {
        append_key(out_, keyword);
        out_ += std::to_string(*count);
      }
}

void Writer::write_items(const SchemaMix& mix, int depth) {
  std::optional<object> items;
  for (const std::string_view keyword : {"items", "prefixItems"})
    if (const auto value = mix.find(keyword); value && !items) {
      items = as_schema(*value);
      // There are no tuples: the first place speaks for all.
      if (array places; value->get(places) == simdjson::SUCCESS && places.size() > 0)
        items = as_schema(*places.begin());
    }
  append_key(out_, "items");
  if (items && has_room_below(depth))
    write(*items, depth + 1);
  else
    out_ += R"({"type":"STRING"})";
  write_counts(mix, {"minItems", "maxItems"});
}

void Writer::write_properties(const SchemaMix& mix, int depth, bool required) {
  if (!has_room_below(depth) || mix.property_names().empty())
    return write_free_form(mix, depth);
  std::set<std::string_view> written;
  append_key(out_, "properties");
  out_ += '{';
  mix.each([&](object schema) {
    object properties;
    if (schema.at_key("properties").get(properties) != simdjson::SUCCESS)
      return;
    for (const auto [name, value] : properties)
      if (written.insert(name).second) {
        append_key(out_, name);
        if (const auto property = as_schema(value))
          write(*property, depth + 1);
        else
          out_ += R"({"type":"STRING"})";
      }
  });
  out_ += '}';
  if (required)
    write_required(mix, std::move(written));
}

// Gemini refuses an object without properties, though it fills in others than those it is told of.
void Writer::write_free_form(const SchemaMix& mix, int depth) {
  const auto additional = mix.find("additionalProperties");
  const auto schema = additional ? as_schema(*additional) : std::nullopt;
  append_key(out_, "properties");
  out_ += R"({"any_name":)";
  if (schema && has_room_below(depth))
    write(*schema, depth + 1);
  else
    out_ += R"({"type":"STRING"})";
  out_ += '}';
}

void Writer::write_required(const SchemaMix& mix, std::set<std::string_view> unwritten) {
  const auto before = out_.size();
  append_key(out_, "required");
  out_ += '[';
  mix.each([&](object schema) {
    array names;
    if (schema.at_key("required").get(names) == simdjson::SUCCESS)
      for (const auto name : names)
        if (unwritten.erase(as_text(name).value_or("")) > 0) {
          separate(out_);
          append_json_string(out_, *as_text(name));
        }
  });
  const bool none = out_.back() == '[';
  out_ += ']';
  if (none)
    out_.resize(before);
}

} // namespace

void append_openapi_schema(std::string& out, element schema) {
  if (const auto object = as_schema(schema))
    Writer{out, schema}.write(*object, 0);
  else
    out += R"({"type":"STRING"})";
}

} // namespace geminid::translate
