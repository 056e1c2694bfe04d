// A JsonWriter that also copies what was parsed and prints decimals.
#pragma once

#include "server/translate/base64.hpp"
#include "server/translate/dom.hpp"
#include "shared/json_text.hpp"

#include <simdjson.h>
#include <string>
#include <string_view>

namespace geminid::translate {

/// Appends `value` as compact JSON. Its depth is bounded by the parser's.
void append_json(std::string& out, simdjson::dom::element value);
/// The shortest text that reads back as the same number.
void append_decimal(std::string& out, double value);

class DomWriter : public JsonWriter {
public:
  explicit DomWriter(std::string& out) : JsonWriter(out), text_(out) {}

  DomWriter& element(simdjson::dom::element value) {
    raw({});
    append_json(text_, value);
    return *this;
  }
  DomWriter& decimal(double value) {
    raw({});
    append_decimal(text_, value);
    return *this;
  }
  /// A string that needs no escapes, such as base64.
  DomWriter& plain_string(std::string_view text) {
    raw("\"");
    text_ += text;
    text_ += '"';
    return *this;
  }
  /// A string of these bytes in base64.
  DomWriter& base64_string(std::string_view bytes) {
    raw("\"");
    append_base64(text_, bytes);
    text_ += '"';
    return *this;
  }
  /// What was written, to append one value to after `raw({})`.
  [[nodiscard]] std::string& text() { return text_; }

private:
  std::string& text_;
};

} // namespace geminid::translate
