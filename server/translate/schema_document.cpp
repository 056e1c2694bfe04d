#include "server/translate/schema_document.hpp"

#include <charconv>
#include <string>

namespace geminid::translate {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t members_max = 1024;
constexpr std::size_t reference_bytes_max = 1024;

// Generators of schemas escape names such as "Partial<Pet>" as in a URL.
std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char byte = 0;
    const auto hex = text.substr(i).substr(0, 3);
    if (hex.size() == 3 && hex[0] == '%' &&
        std::from_chars(hex.data() + 1, hex.data() + 3, byte, 16).ptr == hex.data() + 3) {
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// The name behind `holder` in a JSON pointer that ends with it and needs no escapes; empty: it is another pointer.
std::string_view name_behind(std::string_view holder, std::string_view pointer) {
  if (!pointer.starts_with(holder) || pointer.find_first_of("/~", holder.size()) != std::string_view::npos)
    return {};
  return pointer.substr(holder.size());
}

} // namespace

std::optional<object> as_schema(element value) {
  object schema;
  return value.get(schema) == simdjson::SUCCESS && schema.size() <= members_max ? std::optional{schema} : std::nullopt;
}

std::optional<object> SchemaDocument::resolve(std::string_view reference) {
  if (!reference.starts_with('#') || reference.size() > reference_bytes_max)
    return std::nullopt;
  read_definitions();
  const auto found = [](const Schemas& schemas, std::string_view name) {
    const auto schema = schemas.find(name);
    return schema == schemas.end() ? std::nullopt : std::optional{schema->second};
  };
  const auto pointer = percent_decoded(reference.substr(1));
  if (!pointer.empty() && pointer.front() != '/')
    return found(anchors_, pointer);
  if (const auto name = name_behind("/$defs/", pointer); !name.empty())
    return found(defs_, name);
  if (const auto name = name_behind("/definitions/", pointer); !name.empty())
    return found(definitions_, name);
  if (other_pointers_left_ == 0)
    return std::nullopt;
  --other_pointers_left_;
  element target;
  if (root_.at_pointer(pointer).get(target) != simdjson::SUCCESS)
    return std::nullopt;
  return as_schema(target);
}

void SchemaDocument::read_definitions() {
  if (read_)
    return;
  read_ = true;
  const auto read = [this](std::string_view holder, Schemas& schemas) {
    object all;
    if (root_[holder].get(all) != simdjson::SUCCESS)
      return;
    for (const auto [name, value] : all)
      if (const auto schema = as_schema(value))
        schemas.emplace(name, *schema);
  };
  read("$defs", defs_);
  read("definitions", definitions_);
  for (const auto& [name, schema] : defs_)
    if (std::string_view anchor; schema.at_key("$anchor").get(anchor) == simdjson::SUCCESS)
      anchors_.emplace(anchor, schema);
}

} // namespace geminid::translate
