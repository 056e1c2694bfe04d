// Direct JSON text building for the request path, where a document tree would cost more than the work itself
// (docs/ARCHITECTURE.md, "Two JSON libraries").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace geminid {

/// Appends `text` as a JSON string with its quotes. `text` is UTF-8; control characters, quotes and backslashes are
/// escaped, everything else is copied.
void append_json_string(std::string& out, std::string_view text);

/// Appends the escaped text without quotes, for strings that are built in pieces.
void append_json_escaped(std::string& out, std::string_view text);

/// Builds one JSON value: commas are placed by the writer, nesting is the caller's duty.
class JsonWriter {
public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);
  /// A literal is a name of ours, without anything to escape.
  template <std::size_t Size>
  JsonWriter& key(const char (&name)[Size]) {
    return plain_key({name, Size - 1});
  }

  JsonWriter& string(std::string_view text);
  JsonWriter& number(std::int64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  /// `json` is already one valid JSON value.
  JsonWriter& raw(std::string_view json);

private:
  JsonWriter& plain_key(std::string_view name);
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();

  std::string& out_;
  bool needs_comma_ = false;
};

} // namespace geminid
