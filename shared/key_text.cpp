#include "shared/key_text.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

namespace geminid {
namespace {

constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_alnum(char c) {
  return is_upper(c) || (c >= 'a' && c <= 'z') || is_digit(c);
}
constexpr bool is_key_char(char c) {
  return is_alnum(c) || c == '.' || c == '_' || c == '~' || c == '-';
}
constexpr bool is_wide(char c) {
  return (static_cast<unsigned char>(c) & 0x80U) != 0;
}
constexpr bool is_space(char c) {
  return c == ' ' || c == '\t';
}
constexpr bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}

// What people's tools put between keys besides ASCII: no-break and wide spaces, byte-order marks, Chinese punctuation
// and curly quotes.
constexpr std::array<std::string_view, 15> wide_separators{"\u00a0", "\u200b", "\u3000", "\ufeff", "\u2028",
                                                           "\uff0c", "\u3001", "\uff1b", "\u201c", "\u201d",
                                                           "\u2018", "\u2019", "\u300c", "\u300d", "\u2022"};

// Bytes of the separator at `at`, 0 when there is none.
std::size_t separator_size(std::string_view line, std::size_t at) {
  constexpr std::string_view separators = " \t,;|&\"'`()[]{}<>";
  const char c = line[at];
  if (separators.find(c) != std::string_view::npos)
    return 1;
  if (c == '\\') // an escape inside a JSON text: \n, \"
    return at + 1 < line.size() && std::string_view{"nrt"}.find(line[at + 1]) != std::string_view::npos ? 2 : 1;
  if (!is_wide(c))
    return 0;
  for (const auto wide : wide_separators)
    if (line.substr(at, wide.size()) == wide)
      return wide.size();
  return 0;
}

bool looks_like_variable(std::string_view token) {
  return std::all_of(token.begin(), token.end(), [](char c) { return is_upper(c) || c == '_'; }) &&
         token.find('_') != std::string_view::npos;
}

// A bullet or a rule between keys.
bool is_decoration(std::string_view token) {
  return std::none_of(token.begin(), token.end(), [](char c) { return is_alnum(c) || is_wide(c); });
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n";
  const auto begin = std::min(text.find_first_not_of(spaces), text.size());
  return text.substr(begin, text.find_last_not_of(spaces) + 1 - begin);
}

// Why the token is no key; empty when it is one.
std::string fault_of(std::string_view token) {
  if (is_key(token))
    return {};
  const auto expected = "a key has " + std::to_string(key_size_min) + " to " + std::to_string(key_size_max) +
                        " characters of A-Z a-z 0-9 . _ ~ -";
  if (!std::all_of(token.begin(), token.end(), is_key_char))
    return "holds another character: " + expected;
  const auto* measure = token.size() < key_size_min ? "too short (" : "too long (";
  return measure + std::to_string(token.size()) + "): " + expected;
}

class Collector {
public:
  void take(std::string_view token, std::size_t line) {
    if (auto fault = fault_of(token); !fault.empty()) {
      reject(line, std::move(fault));
      return;
    }
    if (!seen_.insert(token).second) {
      ++found_.duplicates;
      return;
    }
    if (found_.keys.size() < pasted_keys_max)
      found_.keys.push_back({std::string{token}, line});
    else
      too_many_ = true;
  }

  void reject(std::size_t line, std::string reason) {
    ++found_.rejected_total;
    if (found_.rejected.size() < listed_rejections_max)
      found_.rejected.push_back({line, std::move(reason)});
  }

  [[nodiscard]] bool too_many() const { return too_many_; }

  Result<PastedKeys> finish() {
    if (too_many_)
      return Error{"at most " + std::to_string(pasted_keys_max) + " keys can be added at once", "keys"};
    return std::move(found_);
  }

private:
  PastedKeys found_;
  std::unordered_set<std::string_view> seen_; // views into the caller's text
  bool too_many_ = false;
};

bool starts_comment(std::string_view line, std::size_t at) {
  return line[at] == '#' || line.substr(at, 2) == "//";
}

// "export NAME=…": the word is no token.
bool is_shell_word(std::string_view token) {
  return token == "export" || token == "set" || token == "setx";
}

// Whether an assignment follows the token, with a closing quote or spaces between.
bool is_assigned(std::string_view line, std::size_t at) {
  while (at < line.size() && (is_quote(line[at]) || is_space(line[at]) || line[at] == '\\'))
    ++at;
  return at < line.size() && (line[at] == '=' || line[at] == ':');
}

bool has_known_prefix(std::string_view token) {
  return token.starts_with("AIza") || token.starts_with("AQ.");
}

void take_pasted(std::string_view token, std::size_t line, Collector& out) {
  if (is_decoration(token))
    return;
  if (is_key(token) && looks_like_variable(token))
    out.reject(line, "looks like the name of a variable");
  else
    out.take(token, line);
}

void read_line(std::string_view line, std::size_t number, Collector& out) {
  bool first = true;
  for (std::size_t at = 0; at < line.size();) {
    if (const auto size = separator_size(line, at); size > 0 || line[at] == '=' || line[at] == ':') {
      at += std::max<std::size_t>(size, 1);
      continue;
    }
    if (starts_comment(line, at) && (at == 0 || line[at - 1] != ':'))
      return;
    auto end = at;
    while (end < line.size() && line[end] != '=' && line[end] != ':' && separator_size(line, end) == 0)
      ++end;
    const auto token = line.substr(at, end - at);
    const bool is_name = is_assigned(line, end) && !(has_known_prefix(token) && is_key(token));
    if (!is_name && !(first && is_shell_word(token)))
      take_pasted(token, number, out);
    first = false;
    at = end;
  }
}

} // namespace

bool is_key(std::string_view token) {
  return token.size() >= key_size_min && token.size() <= key_size_max &&
         std::all_of(token.begin(), token.end(), is_key_char);
}

Result<PastedKeys> parse_pasted_keys(std::string_view text) {
  Collector out;
  std::size_t number = 1;
  for (std::size_t at = 0; at <= text.size() && !out.too_many(); ++number) {
    const auto end = std::min(text.find_first_of("\r\n", at), text.size());
    read_line(text.substr(at, end - at), number, out);
    at = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
  }
  return out.finish();
}

Result<PastedKeys> check_key_list(const std::vector<std::string>& keys) {
  Collector out;
  for (std::size_t i = 0; i < keys.size() && !out.too_many(); ++i)
    out.take(trimmed(keys[i]), i + 1);
  return out.finish();
}

} // namespace geminid
