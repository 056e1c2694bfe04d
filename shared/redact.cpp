#include "shared/redact.hpp"

#include <array>
#include <cstddef>

namespace geminid {
namespace {

constexpr std::size_t maskable_size_min = 20;
constexpr std::size_t shown_size = 4;
constexpr std::string_view ellipsis = "…";
constexpr std::string_view hidden = "***";

struct Prefix {
  std::string_view text;
  std::size_t further_min;
  bool at_word_start; // "task-force" holds "sk-f", but is no key
};
constexpr std::array prefixes{Prefix{"AIza", 10, false}, Prefix{"AQ.", 10, true}, Prefix{"sk-", 12, true}};

struct Name {
  std::string_view text;   // lower case
  std::string_view assign; // what may stand between name and value
  bool whole;              // no other name may end with it
};
constexpr std::array names{Name{"api_key", ":=", false}, Name{"api-key", ":=", false}, Name{"apikey", ":=", false},
                           Name{"key", "=", true}};

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_alnum(char c) {
  return is_lower(lower(c)) || (c >= '0' && c <= '9');
}
constexpr bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'f');
}
constexpr bool is_key_char(char c) {
  return is_alnum(c) || c == '.' || c == '_' || c == '~' || c == '-';
}
constexpr bool is_space(char c) {
  return c == ' ' || c == '\t';
}
constexpr bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}
constexpr bool ends_value(char c) {
  constexpr std::string_view ends = " \t\r\n\"'`&,;<>(){}[]\\";
  return c == '\0' || ends.find(c) != std::string_view::npos;
}

bool starts_with_lower(std::string_view text, std::string_view expected) {
  if (text.size() < expected.size())
    return false;
  for (std::size_t i = 0; i < expected.size(); ++i)
    if (lower(text[i]) != expected[i])
      return false;
  return true;
}

// A word also starts behind an escape of JSON or of a URL: \n, \u000a, %3D.
bool starts_word(std::string_view text, std::size_t at) {
  if (at == 0 || !is_alnum(text[at - 1]))
    return true;
  if (at >= 2 && text[at - 2] == '\\')
    return true;
  if (at >= 3 && text[at - 3] == '%' && is_hex(text[at - 2]))
    return true;
  return at >= 6 && text[at - 6] == '\\' && text[at - 5] == 'u';
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at]))
    ++at;
  return at;
}

// An opening or closing quote, as it is or escaped inside another string.
std::size_t skip_quote(std::string_view text, std::size_t at) {
  const auto escape = at < text.size() && text[at] == '\\' ? 1U : 0U;
  return at + escape < text.size() && is_quote(text[at + escape]) ? at + escape + 1 : at;
}

std::size_t key_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_key_char(text[at]))
    ++at;
  return at;
}

std::size_t value_end(std::string_view text, std::size_t at) {
  while (at < text.size() && !ends_value(text[at]))
    ++at;
  return at;
}

// A full stop or colon behind a secret belongs to the sentence.
std::string_view without_punctuation(std::string_view value) {
  while (!value.empty() && (value.back() == '.' || value.back() == ':'))
    value.remove_suffix(1);
  return value;
}

// "Bearer token", "api_key: expected": prose, not a secret.
bool is_prose(std::string_view value) {
  if (value.size() >= maskable_size_min)
    return false;
  for (std::size_t i = 0; i < value.size(); ++i)
    if (!is_lower(i == 0 ? lower(value[i]) : value[i]))
      return false;
  return true;
}

bool is_masked(std::string_view value) {
  return value == hidden ||
         (value.size() == 2 * shown_size + ellipsis.size() && value.substr(shown_size, ellipsis.size()) == ellipsis);
}

// Where a secret stands in the text; empty when there is none.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

Span prefixed_key(std::string_view text, std::size_t at) {
  for (const auto& prefix : prefixes) {
    if (text.compare(at, prefix.text.size(), prefix.text) != 0 || (prefix.at_word_start && !starts_word(text, at)))
      continue;
    const auto key = without_punctuation(text.substr(at, key_end(text, at) - at));
    if (key.size() >= prefix.text.size() + prefix.further_min)
      return {at, at + key.size()};
  }
  return {};
}

Span value_at(std::string_view text, std::size_t at, bool may_be_prose) {
  const auto value = without_punctuation(text.substr(at, value_end(text, at) - at));
  if (value.empty() || is_masked(value) || (may_be_prose && is_prose(value)))
    return {};
  return {at, at + value.size()};
}

Span named_value(std::string_view text, std::size_t at) {
  for (const auto& name : names) {
    if (!starts_with_lower(text.substr(at), name.text))
      continue;
    if (name.whole && at > 0 && (text[at - 1] == '_' || text[at - 1] == '-' || !starts_word(text, at)))
      continue;
    const auto assign = skip_spaces(text, skip_quote(text, at + name.text.size()));
    if (assign == text.size() || name.assign.find(text[assign]) == std::string_view::npos)
      continue;
    const auto spaced = skip_spaces(text, assign + 1);
    const auto value = skip_quote(text, spaced);
    return value_at(text, value, spaced > assign + 1 && value == spaced);
  }
  return {};
}

Span bearer_value(std::string_view text, std::size_t at) {
  constexpr std::string_view scheme = "bearer";
  if (!starts_with_lower(text.substr(at), scheme) || !starts_word(text, at))
    return {};
  const auto value = skip_spaces(text, at + scheme.size());
  return value == at + scheme.size() ? Span{} : value_at(text, value, true);
}

Span secret_at(std::string_view text, std::size_t at) {
  switch (lower(text[at])) {
  case 's':
    return prefixed_key(text, at);
  case 'a': {
    const auto key = prefixed_key(text, at);
    return key.end != 0 ? key : named_value(text, at);
  }
  case 'k':
    return named_value(text, at);
  case 'b':
    return bearer_value(text, at);
  default:
    return {};
  }
}

std::string replace_all(std::string_view text, std::string_view secret) {
  std::string out;
  std::size_t copied = 0;
  for (auto at = text.find(secret); at != std::string_view::npos; at = text.find(secret, copied)) {
    out.append(text, copied, at - copied);
    out += mask_secret(secret);
    copied = at + secret.size();
  }
  out.append(text, copied);
  return out;
}

} // namespace

std::string mask_secret(std::string_view secret) {
  if (secret.size() < maskable_size_min)
    return std::string{hidden};
  for (const char c : secret)
    if (c <= ' ' || c > '~')
      return std::string{hidden};
  std::string masked{secret.substr(0, shown_size)};
  masked += ellipsis;
  masked += secret.substr(secret.size() - shown_size);
  return masked;
}

std::string redact_secrets(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto found = secret_at(text, at);
    if (found.end == 0) {
      ++at;
      continue;
    }
    out.append(text, copied, found.begin - copied);
    out += mask_secret(text.substr(found.begin, found.end - found.begin));
    copied = at = found.end;
  }
  out.append(text, copied);
  return out;
}

std::string redact_secrets(std::string_view text, std::string_view secret) {
  if (secret.empty())
    return redact_secrets(text);
  return redact_secrets(replace_all(text, secret));
}

} // namespace geminid
