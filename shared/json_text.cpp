#include "shared/json_text.hpp"

#include <array>
#include <charconv>
#include <cstring>

namespace geminid {
namespace {

using Block [[gnu::vector_size(16)]] = unsigned char;

constexpr bool must_escape(unsigned char c) {
  return c < 0x20 || c == '"' || c == '\\';
}

/// How many bytes at the front of `text` need no escape. Texts are long and what is to be escaped is rare: a block at a
/// time.
std::size_t plain_size(std::string_view text) {
  std::size_t size = 0;
  for (; size + sizeof(Block) <= text.size(); size += sizeof(Block)) {
    Block block{};
    std::memcpy(&block, text.data() + size, sizeof(block));
    const auto hits = (block < 0x20) | (block == '"') | (block == '\\');
    std::array<std::uint64_t, 2> halves{};
    std::memcpy(halves.data(), &hits, sizeof(hits));
    if ((halves[0] | halves[1]) != 0)
      break;
  }
  while (size < text.size() && !must_escape(static_cast<unsigned char>(text[size])))
    ++size;
  return size;
}

void append_escape(std::string& out, unsigned char c) {
  switch (c) {
  case '"':
    out += "\\\"";
    return;
  case '\\':
    out += "\\\\";
    return;
  case '\n':
    out += "\\n";
    return;
  case '\r':
    out += "\\r";
    return;
  case '\t':
    out += "\\t";
    return;
  default:
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u00";
    out += digits[c >> 4];
    out += digits[c & 0xf];
  }
}

} // namespace

void append_json_escaped(std::string& out, std::string_view text) {
  while (true) {
    const auto plain = plain_size(text);
    out.append(text, 0, plain);
    if (plain == text.size())
      return;
    append_escape(out, static_cast<unsigned char>(text[plain]));
    text.remove_prefix(plain + 1);
  }
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  append_json_escaped(out, text);
  out += '"';
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  append_json_string(out_, name);
  out_ += ':';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::plain_key(std::string_view name) {
  out_.append(needs_comma_ ? ",\"" : "\"").append(name).append("\":");
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
  separate();
  append_json_string(out_, text);
  return *this;
}

JsonWriter& JsonWriter::number(std::int64_t value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return raw({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

JsonWriter& JsonWriter::boolean(bool value) {
  return raw(value ? "true" : "false");
}

JsonWriter& JsonWriter::null() {
  return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_ += bracket;
  needs_comma_ = true;
  return *this;
}

void JsonWriter::separate() {
  if (needs_comma_)
    out_ += ',';
  needs_comma_ = true;
}

} // namespace geminid
