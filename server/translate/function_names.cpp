#include "server/translate/function_names.hpp"

#include <algorithm>
#include <set>

namespace geminid::translate {
namespace {

constexpr std::size_t legal_bytes_max = 128;
constexpr std::size_t made_bytes_max = 64; // the limit of older models

bool may_begin(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool may_follow(char c) {
  return may_begin(c) || (c >= '0' && c <= '9') || c == '.' || c == ':' || c == '-';
}

bool is_legal(std::string_view name) {
  return !name.empty() && name.size() <= legal_bytes_max && may_begin(name.front()) &&
         std::all_of(name.begin(), name.end(), may_follow);
}

std::string made_legal(std::string_view name, std::string_view prefix = "_") {
  std::string legal{prefix};
  for (const auto c : name.substr(0, made_bytes_max - prefix.size()))
    legal += may_follow(c) ? c : '_';
  return legal;
}

} // namespace

FunctionNames::FunctionNames(std::span<const std::string_view> declared) {
  std::set<std::string, std::less<>> taken;
  for (const auto name : declared)
    taken.emplace(name);
  for (const auto name : declared) {
    if (is_legal(name))
      continue;
    auto legal = made_legal(name);
    for (int n = 2; taken.contains(legal); ++n)
      legal = made_legal(name, "_" + std::to_string(n) + "_");
    taken.insert(legal);
    at_gemini_.emplace(name, std::move(legal));
  }
}

std::string FunctionNames::at_gemini(std::string_view name) const {
  if (is_legal(name))
    return std::string{name};
  const auto declared = at_gemini_.find(name);
  return declared == at_gemini_.end() ? made_legal(name) : declared->second;
}

} // namespace geminid::translate
