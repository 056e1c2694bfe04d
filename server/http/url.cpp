#include "server/http/url.hpp"

namespace geminid::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

std::string decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size();
    const int high = escape ? hex_digit(text[i + 1]) : -1;
    const int low = escape ? hex_digit(text[i + 2]) : -1;
    if (high >= 0 && low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

struct Halves {
  std::string_view before;
  std::string_view after;
};

Halves cut(std::string_view text, char at) {
  const auto place = text.find(at);
  if (place == std::string_view::npos)
    return {text, {}};
  return {text.substr(0, place), text.substr(place + 1)};
}

std::string_view without_authority(std::string_view target) {
  const auto scheme_end = target.find("://");
  if (target.starts_with('/') || scheme_end == std::string_view::npos)
    return target;
  const auto path = target.find_first_of("/?", scheme_end + 3);
  return path == std::string_view::npos ? std::string_view{"/"} : target.substr(path);
}

} // namespace

Target split_target(std::string_view target) {
  const auto origin_form = without_authority(target);
  const auto [path, query] = cut(origin_form, '?');
  return {origin_form, path, query};
}

std::string percent_decode(std::string_view text) {
  return decode(text, false);
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  for (auto rest = query; !rest.empty();) {
    const auto [pair, others] = cut(rest, '&');
    const auto [key, value] = cut(pair, '=');
    const bool encoded = key.find_first_of("%+") != std::string_view::npos;
    if (encoded ? decode(key, true) == name : key == name)
      return decode(value, true);
    rest = others;
  }
  return std::nullopt;
}

} // namespace geminid::http
