#include "shared/key_import/tokens.hpp"

#include "shared/key_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace geminid::key_import {
namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_alnum(char c) {
  return is_upper(c) || (c >= 'a' && c <= 'z') || is_digit(c);
}
constexpr bool is_wide(char c) {
  return (static_cast<unsigned char>(c) & 0x80U) != 0;
}

// What people's tools put between keys besides ASCII: no-break and wide spaces, byte-order marks, Chinese punctuation
// and curly quotes.
constexpr std::array<std::string_view, 15> wide_separators{"\u00a0", "\u200b", "\u3000", "\ufeff", "\u2028",
                                                           "\uff0c", "\u3001", "\uff1b", "\u201c", "\u201d",
                                                           "\u2018", "\u2019", "\u300c", "\u300d", "\u2022"};

// The secrets of others, as they begin.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> foreign_prefixes{{
    {"sk-", "begins with sk-: a user key or one of another provider, not Google's"},
    {"ya29.", "is an access token of OAuth, not an API key"},
    {"gsk_", "is a key of Groq, not Google's"},
    {"xai-", "is a key of xAI, not Google's"},
    {"hf_", "is a token of Hugging Face, not Google's"},
    {"ghp_", "is a token of GitHub, not Google's"},
    {"github_pat_", "is a token of GitHub, not Google's"},
    {"pplx-", "is a key of Perplexity, not Google's"},
}};

bool looks_like_variable(std::string_view token) {
  return std::all_of(token.begin(), token.end(), [](char c) { return is_upper(c) || is_digit(c) || c == '_'; }) &&
         token.find('_') != std::string_view::npos && !is_digit(token.front());
}

bool looks_masked(std::string_view token) {
  return token.find("***") != std::string_view::npos || token.find("...") != std::string_view::npos ||
         token.find("\u2026") != std::string_view::npos;
}

bool looks_like_placeholder(std::string_view token) {
  constexpr std::string_view your = "your";
  return token.size() > your.size() && !is_alnum(token[your.size()]) &&
         std::equal(your.begin(), your.end(), token.begin(), [](char a, char b) { return a == (b | 0x20); });
}

} // namespace

std::size_t separator_size(std::string_view text, std::size_t at) {
  constexpr std::string_view separators = " \t,;|&\"'`()[]{}<>";
  const char c = text[at];
  if (separators.find(c) != std::string_view::npos)
    return 1;
  if (c == '\\') // an escape inside a JSON text: \n, \"
    return at + 1 < text.size() && std::string_view{"nrt"}.find(text[at + 1]) != std::string_view::npos ? 2 : 1;
  if (!is_wide(c))
    return 0;
  for (const auto wide : wide_separators)
    if (text.substr(at, wide.size()) == wide)
      return wide.size();
  return 0;
}

bool is_key_char(char c) {
  return is_alnum(c) || c == '.' || c == '_' || c == '~' || c == '-';
}

bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n";
  const auto begin = std::min(text.find_first_not_of(spaces), text.size());
  return text.substr(begin, text.find_last_not_of(spaces) + 1 - begin);
}

bool is_decoration(std::string_view token) {
  return std::none_of(token.begin(), token.end(), [](char c) { return is_alnum(c) || is_wide(c) || c == '*'; }) ||
         token.find_first_not_of('*') == std::string_view::npos;
}

bool has_known_prefix(std::string_view token) {
  return token.starts_with("AIza") || token.starts_with("AQ.");
}

bool is_model_name(std::string_view token) {
  for (const std::string_view prefix :
       {"gemini-", "gemma-", "gemini/", "models/", "imagen-", "veo-", "text-embedding-"})
    if (token.starts_with(prefix))
      return true;
  return false;
}

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

std::string pasted_fault_of(std::string_view token) {
  if (token.starts_with("os.environ/") || token.starts_with("$"))
    return "names an environment variable: paste the key itself";
  if (looks_like_variable(token))
    return "looks like the name of a variable: paste the key itself";
  if (looks_masked(token))
    return "is masked: paste the whole key";
  if (looks_like_placeholder(token))
    return "is a placeholder: paste the key itself";
  for (const auto& [prefix, reason] : foreign_prefixes)
    if (token.starts_with(prefix))
      return std::string{reason};
  if (is_key(token) && token.find("xxxxxxxx") != std::string_view::npos)
    return "is a placeholder: paste the key itself";
  if (is_key(token) && is_model_name(token))
    return "is the name of a model";
  return fault_of(token);
}

} // namespace geminid::key_import
