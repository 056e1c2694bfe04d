// The text of one event in the log: what happened, and fields by name. Whatever a field holds, the text stays one line,
// and no value can pass for another field or another event. Pure.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace geminid::log {

enum class Format : std::uint8_t {
  text, // what happened request=req_1 status=200 user="Ann B."
  json, // "message":"what happened","request":"req_1","status":200,"user":"Ann B."
};

/// Redacts what it is given. Bytes that are no UTF-8, and characters that end a line or steer a terminal, are written
/// as escapes.
class LineText {
public:
  /// `message` is the program's own words; what others wrote belongs into fields.
  LineText(Format format, std::string_view message);

  /// `name`: lower-case words joined by underscores.
  void add(std::string_view name, std::string_view value);
  // A template, or a literal would become a bool.
  template <std::integral T>
  void add(std::string_view name, T value) {
    if constexpr (std::same_as<T, bool>)
      add_raw(name, value ? "true" : "false");
    else
      add_raw(name, std::to_string(value));
  }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] Format format() const { return format_; }

private:
  void add_raw(std::string_view name, std::string_view value);
  void begin(std::string_view name);

  Format format_;
  std::string text_;
};

} // namespace geminid::log
