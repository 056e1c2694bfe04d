#include "server/log/line.hpp"

#include "shared/redact.hpp"
#include "shared/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace geminid::log {
namespace {

/// Ends a line for some reader of the log (U+0085, U+2028, U+2029 too), steers a terminal, or turns its writing around.
bool is_unsafe(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200e && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

char32_t decoded(std::string_view character) {
  if (character.size() == 1)
    return static_cast<unsigned char>(character.front());
  auto c = static_cast<char32_t>(static_cast<unsigned char>(character.front()) & (0x7f >> character.size()));
  for (const char byte : character.substr(1))
    c = c << 6 | (static_cast<unsigned char>(byte) & 0x3f);
  return c;
}

void append_escaped(std::string& out, std::string_view text, bool quoted) {
  while (!text.empty()) {
    const auto size = utf8_size(text);
    if (size == 0) {
      out += "\\ufffd";
      text.remove_prefix(1);
      continue;
    }
    const auto character = text.substr(0, size);
    const auto c = decoded(character);
    if (c == '\n')
      out += "\\n";
    else if (is_unsafe(c))
      out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(c));
    else if (quoted && (c == '"' || c == '\\'))
      out.append("\\").append(character);
    else
      out += character;
    text.remove_prefix(size);
  }
}

bool is_bare(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
    return c > ' ' && c != '"' && c != '=' && c != '\\' && c != '\x7f';
  });
}

} // namespace

LineText::LineText(Format format, std::string_view message) : format_(format) {
  const auto redacted = redact_secrets(message);
  if (format_ == Format::json) {
    text_ = "\"message\":\"";
    append_escaped(text_, redacted, true);
    text_ += '"';
  } else {
    append_escaped(text_, redacted, false);
  }
}

void LineText::add(std::string_view name, std::string_view value) {
  const auto redacted = redact_secrets(value);
  begin(name);
  // Characters beyond ASCII are quoted too, so that what follows is told apart whatever they look like.
  const bool bare = format_ == Format::text && is_bare(redacted) &&
                    std::all_of(redacted.begin(), redacted.end(), [](char c) { return (c & 0x80) == 0; });
  if (bare) {
    text_ += redacted;
    return;
  }
  text_ += '"';
  append_escaped(text_, redacted, true);
  text_ += '"';
}

void LineText::add_raw(std::string_view name, std::string_view value) {
  begin(name);
  text_ += value;
}

void LineText::begin(std::string_view name) {
  if (format_ == Format::json)
    text_.append(",\"").append(name).append("\":");
  else
    text_.append(" ").append(name).append("=");
}

} // namespace geminid::log
