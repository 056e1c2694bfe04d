// The fields of the Developer API's messages (gemini-wire.md, sections 2 and 4), by which unknown ones are refused.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace geminid::sim {

enum class FieldKind {
  string,
  bytes,
  boolean,
  int32,
  int64,
  number,
  enumeration,
  message,
  /// A JSON object of string keys to messages.
  map,
  /// Any JSON object (google.protobuf.Struct).
  structure,
  /// Any JSON value (google.protobuf.Value).
  value,
};

struct Field {
  /// lowerCamelCase.
  std::string_view name;
  FieldKind kind = FieldKind::string;
  /// Message or enum name, where the kind is one of these.
  std::string_view type = {};
  bool repeated = false;
  /// At most one field of the same group may be set in one message.
  std::string_view oneof = {};
};

/// Empty for names that are no message.
[[nodiscard]] std::span<const Field> message_fields(std::string_view message);
/// Finds by either spelling; null when the message has no such field.
[[nodiscard]] const Field* find_field(std::string_view message, std::string_view name);
/// Upper-case values; empty for names that are no enum.
[[nodiscard]] std::span<const std::string_view> enum_values(std::string_view name);
/// "inlineData" becomes "inline_data".
[[nodiscard]] std::string snake_case(std::string_view camel);

} // namespace geminid::sim
