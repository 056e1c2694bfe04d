#include "tools/gemini_sim/script.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace geminid::sim {
namespace {

using nlohmann::json;

constexpr std::int64_t tokens_max = 1'000'000;
constexpr std::int64_t chunks_max = 10'000;
constexpr std::int64_t pace_max_ms = 60'000;
constexpr std::size_t rounds_max = 16;
constexpr std::size_t calls_max = 128;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\n");
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
         c == ':' || c == '-';
}

std::optional<std::int64_t> number(std::string_view text, std::int64_t max) {
  std::int64_t value = 0;
  const auto end = text.data() + text.size();
  if (const auto [stop, ec] = std::from_chars(text.data(), end, value); ec != std::errc{} || stop != end)
    return std::nullopt;
  return std::clamp<std::int64_t>(value, 0, max);
}

bool apply(std::string_view name, std::string_view value, Script& script) {
  const auto set_number = [&](std::optional<std::int64_t>& target, std::int64_t max) {
    target = number(value, max);
    return target.has_value();
  };
  if (name == "tokens")
    return set_number(script.tokens, tokens_max);
  if (name == "think")
    return set_number(script.thinking_tokens, tokens_max);
  if (name == "decode")
    return set_number(script.decode_tokens, tokens_max);
  if (name == "cached")
    return set_number(script.cached_tokens, tokens_max);
  if (name == "chunks" || name == "pace") {
    const auto amount = number(value, name == "chunks" ? chunks_max : pace_max_ms);
    if (amount && name == "chunks")
      script.chunks = static_cast<std::size_t>(std::max<std::int64_t>(*amount, 1));
    else if (amount)
      script.pace = std::chrono::milliseconds{*amount};
    return amount.has_value();
  }
  for (const auto& [known, target] : {std::pair{"text", &script.text}, std::pair{"show", &script.show},
                                      std::pair{"finish", &script.finish}, std::pair{"blocked", &script.blocked}})
    if (name == known) {
      *target = value;
      return true;
    }
  return false;
}

// Where the argument that begins at `at` ends: at a comma or the closing parenthesis outside quotes and brackets.
std::size_t end_of_argument(std::string_view text, std::size_t at) {
  int depth = 0;
  bool quoted = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c == '\\')
        ++at;
      else if (c == '"')
        quoted = false;
      continue;
    }
    if (c == '"')
      quoted = true;
    else if (c == '[' || c == '{' || c == '(')
      ++depth;
    else if (depth == 0 && (c == ',' || c == ')'))
      return at;
    else if (c == ']' || c == '}' || c == ')')
      --depth;
  }
  return std::string_view::npos;
}

void add_argument(std::string_view text, json& args) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos)
    return;
  const auto value = trimmed(text.substr(equals + 1));
  auto parsed = json::parse(value, nullptr, false);
  args[std::string{trimmed(text.substr(0, equals))}] = parsed.is_discarded() ? json(value) : std::move(parsed);
}

// Reads "name(a=1, b=x)" at `at` and moves it behind.
std::optional<ScriptedCall> take_call(std::string_view text, std::size_t& at) {
  auto open = at;
  while (open < text.size() && is_name_char(text[open]))
    ++open;
  if (open == at || open >= text.size() || text[open] != '(')
    return std::nullopt;
  ScriptedCall call{std::string{text.substr(at, open - at)}};
  for (auto begin = open + 1;;) {
    const auto end = end_of_argument(text, begin);
    if (end == std::string_view::npos)
      return std::nullopt;
    add_argument(text.substr(begin, end - begin), call.args);
    begin = end + 1;
    if (text[end] == ')') {
      at = begin;
      return call;
    }
  }
}

std::vector<ScriptedCall> take_calls(std::string_view text, std::size_t& at) {
  std::vector<ScriptedCall> calls;
  while (calls.size() < calls_max) {
    auto call = take_call(text, at);
    if (!call)
      break;
    calls.push_back(std::move(*call));
    const auto rest = text.substr(at);
    if (rest.starts_with(" and "))
      at += 5;
    else if (rest.starts_with(", "))
      at += 2;
    else
      break;
  }
  return calls;
}

void find_rounds(std::string_view text, Script& script) {
  for (std::size_t at = 0; script.rounds.size() < rounds_max;) {
    at = text.find("all ", at);
    if (at == std::string_view::npos)
      return;
    const bool call_word =
        at > 0 && (text[at - 1] == 'c' || text[at - 1] == 'C') && (at == 1 || !is_name_char(text[at - 2]));
    at += 4;
    if (!call_word)
      continue;
    if (auto calls = take_calls(text, at); !calls.empty())
      script.rounds.push_back(std::move(calls));
  }
}

} // namespace

Script parse_script(std::string_view message) {
  Script script;
  while (!message.empty()) {
    const auto open = message.find("[[");
    const auto close = open == std::string_view::npos ? open : message.find("]]", open);
    if (close == std::string_view::npos)
      break;
    script.plain += message.substr(0, open);
    const auto directive = message.substr(open + 2, close - open - 2);
    const auto equals = directive.find('=');
    if (equals == std::string_view::npos || !apply(directive.substr(0, equals), directive.substr(equals + 1), script))
      script.plain += message.substr(open, close + 2 - open);
    message.remove_prefix(close + 2);
  }
  script.plain += message;
  script.plain = std::string{trimmed(script.plain)};
  find_rounds(script.plain, script);
  return script;
}

} // namespace geminid::sim
