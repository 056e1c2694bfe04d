#include "tools/gemini_sim/proto_json.hpp"

#include "tools/gemini_sim/base64.hpp"
#include "tools/gemini_sim/proto_fields.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace geminid::sim {
namespace {

using nlohmann::json;

constexpr std::size_t quoted_bytes_max = 100;
// Protobuf's recursion limit.
constexpr int depth_max = 100;

std::string_view type_name(FieldKind kind) {
  switch (kind) {
  case FieldKind::string:
    return "TYPE_STRING";
  case FieldKind::bytes:
    return "TYPE_BYTES";
  case FieldKind::boolean:
    return "TYPE_BOOL";
  case FieldKind::int32:
    return "TYPE_INT32";
  case FieldKind::int64:
    return "TYPE_INT64";
  case FieldKind::number:
    return "TYPE_FLOAT";
  default:
    return "TYPE_MESSAGE";
  }
}

bool too_deep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > depth_max)
        return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

std::optional<double> as_number(const json& value) {
  if (value.is_number())
    return value.get<double>();
  if (!value.is_string())
    return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  double parsed = 0;
  const auto end = text.data() + text.size();
  const auto [stop, ec] = std::from_chars(text.data(), end, parsed);
  return ec == std::errc{} && stop == end && !text.empty() ? std::optional{parsed} : std::nullopt;
}

class Reader {
public:
  json message(json value, std::string_view type, const std::string& path);
  std::vector<FieldViolation> violations;

private:
  void refuse(const std::string& field, std::string description) {
    if (violations.size() < violations_max)
      violations.push_back({field, std::move(description)});
  }
  void refuse_value(const std::string& path, std::string_view type, const json& value) {
    refuse(path, "Invalid value at '" + path + "' (" + std::string{type} + "), " + quoted(value));
  }
  void refuse_unknown(const std::string& parent, std::string_view name, std::string_view why);

  static std::string quoted(const json& value) {
    auto text = value.dump(-1, ' ', false, json::error_handler_t::replace);
    if (text.size() > quoted_bytes_max)
      text = text.substr(0, quoted_bytes_max) + "...";
    return text;
  }

  json field(json value, const Field& field, const std::string& path, const std::string& parent);
  json single(json value, const Field& field, const std::string& path);
  json map_of(json value, const Field& field, const std::string& path);
  json scalar(json value, const Field& field, const std::string& path);
  json integer(const json& value, const Field& field, const std::string& path);
  json enumeration(const json& value, const Field& field, const std::string& path);
};

void Reader::refuse_unknown(const std::string& parent, std::string_view name, std::string_view why) {
  auto text = "Invalid JSON payload received. Unknown name \"" + std::string{name.substr(0, quoted_bytes_max)} + "\"";
  if (!parent.empty())
    text += " at '" + parent + "'";
  refuse(parent, text + ": " + std::string{why});
}

json Reader::message(json value, std::string_view type, const std::string& path) {
  if (!value.is_object()) {
    refuse_value(path, "type.googleapis.com/google.ai.generativelanguage.v1beta." + std::string{type}, value);
    return json::object();
  }
  auto out = json::object();
  std::vector<std::string_view> oneofs;
  for (auto& [name, member] : value.items()) {
    const auto* known = find_field(type, name);
    if (known == nullptr) {
      refuse_unknown(path, name, "Cannot find field.");
      continue;
    }
    if (member.is_null() && known->kind != FieldKind::value)
      continue;
    if (!known->oneof.empty()) {
      if (std::find(oneofs.begin(), oneofs.end(), known->oneof) != oneofs.end())
        refuse(path, "Invalid value at '" + path + "' (oneof), oneof field '" + std::string{known->oneof} +
                         "' is already set. Cannot set '" + std::string{known->name} + "'");
      oneofs.push_back(known->oneof);
    }
    const auto member_path = (path.empty() ? "" : path + ".") + snake_case(known->name);
    out[std::string{known->name}] = field(std::move(member), *known, member_path, path);
  }
  return out;
}

json Reader::field(json value, const Field& field, const std::string& path, const std::string& parent) {
  const bool takes_any = field.kind == FieldKind::value;
  if (!field.repeated) {
    if (value.is_array() && !takes_any) {
      refuse_unknown(parent, snake_case(field.name), "Proto field is not repeating, cannot start list.");
      return nullptr;
    }
    return single(std::move(value), field, path);
  }
  auto out = json::array();
  if (!value.is_array()) { // proto-JSON takes one element for a list of one
    out.push_back(single(std::move(value), field, path + "[0]"));
    return out;
  }
  for (std::size_t i = 0; i < value.size(); ++i)
    out.push_back(single(std::move(value[i]), field, path + "[" + std::to_string(i) + "]"));
  return out;
}

json Reader::single(json value, const Field& field, const std::string& path) {
  switch (field.kind) {
  case FieldKind::message:
    return message(std::move(value), field.type, path);
  case FieldKind::map:
    return map_of(std::move(value), field, path);
  case FieldKind::structure:
    if (!value.is_object())
      refuse_value(path, "type.googleapis.com/google.protobuf.Struct", value);
    return value;
  case FieldKind::value:
    return value;
  default:
    return scalar(std::move(value), field, path);
  }
}

json Reader::map_of(json value, const Field& field, const std::string& path) {
  auto out = json::object();
  if (!value.is_object()) {
    refuse_value(path, "type.googleapis.com/google.ai.generativelanguage.v1beta." + std::string{field.type}, value);
    return out;
  }
  std::size_t index = 0;
  for (auto& [key, member] : value.items())
    out[key] = message(std::move(member), field.type, path + "[" + std::to_string(index++) + "].value");
  return out;
}

json Reader::scalar(json value, const Field& field, const std::string& path) {
  switch (field.kind) {
  case FieldKind::string:
    if (!value.is_string())
      refuse_value(path, type_name(field.kind), value);
    return value;
  case FieldKind::bytes:
    if (!value.is_string())
      refuse_value(path, type_name(field.kind), value);
    else if (!base64_size(value.get_ref<const std::string&>()))
      refuse(path, "Invalid value at '" + path + "' (TYPE_BYTES), Base64 decoding failed for " + quoted(value));
    return value;
  case FieldKind::boolean:
    if (!value.is_boolean())
      refuse_value(path, type_name(field.kind), value);
    return value;
  case FieldKind::number: {
    const auto number = as_number(value);
    if (!number)
      refuse_value(path, type_name(field.kind), value);
    return number ? json(*number) : value;
  }
  case FieldKind::enumeration:
    return enumeration(value, field, path);
  default:
    return integer(value, field, path);
  }
}

json Reader::integer(const json& value, const Field& field, const std::string& path) {
  const auto number = as_number(value);
  const auto bound = field.kind == FieldKind::int32 ? 2147483648.0 : 9.2e18;
  if (!number || std::trunc(*number) != *number || *number < -bound || *number >= bound) {
    refuse_value(path, type_name(field.kind), value);
    return value;
  }
  return static_cast<std::int64_t>(*number);
}

json Reader::enumeration(const json& value, const Field& field, const std::string& path) {
  if (value.is_string()) {
    auto upper = value.get<std::string>();
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    const auto values = enum_values(field.type);
    if (std::find(values.begin(), values.end(), upper) != values.end())
      return upper;
  }
  refuse_value(path, "type.googleapis.com/google.ai.generativelanguage.v1beta." + std::string{field.type}, value);
  return value;
}

} // namespace

Result<json, ApiError> read_message(std::string_view body, std::string_view message) {
  if (too_deep(body))
    return invalid_argument("Invalid JSON payload received. Message too deep. Max recursion depth reached for key ''.");
  auto value = json::parse(body, nullptr, false);
  if (value.is_discarded())
    return bad_fields({{"", "Invalid JSON payload received. Unexpected token.\n" +
                                std::string{body.substr(0, quoted_bytes_max)} + "\n^"}});
  if (!value.is_object())
    return bad_fields({{"", "Invalid JSON payload received. Unknown name \"\": Root element must be a message."}});
  return read_value(std::move(value), message);
}

Result<json, ApiError> read_value(json value, std::string_view message) {
  Reader reader;
  auto out = reader.message(std::move(value), message, "");
  if (!reader.violations.empty())
    return bad_fields(reader.violations);
  return out;
}

} // namespace geminid::sim
