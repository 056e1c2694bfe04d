#include "server/translate/base64.hpp"

#include <array>
#include <cstdint>

namespace geminid::translate {
namespace {

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr auto make_foreign() {
  std::array<unsigned char, 256> foreign{};
  foreign.fill(1);
  for (const auto c : digits)
    foreign[static_cast<unsigned char>(c)] = 0;
  foreign['-'] = foreign['_'] = 0;
  return foreign;
}
constexpr auto foreign = make_foreign();

constexpr auto make_values() {
  std::array<signed char, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < digits.size(); ++i)
    values[static_cast<unsigned char>(digits[i])] = static_cast<signed char>(i);
  values['-'] = 62;
  values['_'] = 63;
  return values;
}
constexpr auto values = make_values();

} // namespace

bool is_base64(std::string_view text) {
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding)
    text.remove_suffix(1);
  unsigned bad = 0;
  for (const auto c : text) // no early way out: broken data is rare, and this loop has no branches
    bad |= foreign[static_cast<unsigned char>(c)];
  return bad == 0 && text.size() % 4 != 1;
}

std::string base64_decoded(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  int bits_held = 0;
  for (const auto c : text) {
    const auto value = values[static_cast<unsigned char>(c)];
    if (value < 0)
      continue;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    bits_held += 6;
    if (bits_held >= 8) {
      bits_held -= 8;
      bytes += static_cast<char>(bits >> bits_held & 0xff);
    }
  }
  return bytes;
}

std::string base64_encoded(std::string_view bytes) {
  std::string out;
  append_base64(out, bytes);
  return out;
}

void append_base64(std::string& out, std::string_view bytes) {
  auto at = out.size();
  out.resize(at + (bytes.size() + 2) / 3 * 4, '=');
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
  };
  for (std::size_t i = 0; i < bytes.size(); i += 3, at += 4) {
    const auto group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    const auto used = bytes.size() - i;
    out[at] = digits[group >> 18 & 63];
    out[at + 1] = digits[group >> 12 & 63];
    if (used > 1)
      out[at + 2] = digits[group >> 6 & 63];
    if (used > 2)
      out[at + 3] = digits[group & 63];
  }
}

} // namespace geminid::translate
