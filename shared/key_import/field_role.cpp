#include "shared/key_import/field_role.hpp"

#include "shared/key_import/tokens.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace geminid::key_import {
namespace {

constexpr std::size_t name_size_max = 128; // longer texts are no names

// Keys, but not to Gemini.
constexpr std::array<std::string_view, 28> foreign_words{
    "access", "admin",    "anthropic", "auth",    "azure",   "cache",  "claude", "deepseek", "encryption", "groq",
    "jwt",    "langfuse", "master",    "minio",   "mistral", "openai", "picgo",  "primary",  "private",    "proxy",
    "public", "secret",   "session",   "signing", "ssh",     "ssl",    "user",   "virtual"};

constexpr std::array<std::pair<std::string_view, FieldRole>, 21> attribute_names{{
    {"name", FieldRole::name},         {"key_name", FieldRole::name},      {"key_alias", FieldRole::name},
    {"label", FieldRole::name},        {"title", FieldRole::name},         {"remark", FieldRole::name},
    {"alias", FieldRole::name},        {"名称", FieldRole::name},          {"备注", FieldRole::name},
    {"project", FieldRole::project},   {"project_id", FieldRole::project}, {"project_name", FieldRole::project},
    {"项目", FieldRole::project},      {"weight", FieldRole::weight},      {"权重", FieldRole::weight},
    {"priority", FieldRole::priority}, {"优先级", FieldRole::priority},    {"tag", FieldRole::tags},
    {"tags", FieldRole::tags},         {"标签", FieldRole::tags},          {"密钥", FieldRole::key},
}};

bool is_lower(char c) {
  return (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

// In lower case; parts of camelCase are words of their own, numbers are none.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  char before = 0;
  for (const char c : name) {
    const bool in_word = is_upper(c) || is_lower(c);
    if ((!in_word || (is_upper(c) && is_lower(before))) && !words.back().empty())
      words.emplace_back();
    if (in_word)
      words.back() += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    before = c;
  }
  if (words.back().empty())
    words.pop_back();
  return words;
}

bool means_keys(const std::vector<std::string>& words) {
  const auto is_key_word = [](const std::string& word) {
    return word == "key" || word == "keys" || word == "apikey" || word == "apikeys";
  };
  const auto is_foreign = [](const std::string& word) {
    return std::find(foreign_words.begin(), foreign_words.end(), word) != foreign_words.end();
  };
  if (words.empty() || std::any_of(words.begin(), words.end(), is_foreign))
    return false;
  const bool of_a_key = words.size() > 1 && (words.back() == "value" || words.back() == "list");
  return is_key_word(of_a_key ? words[words.size() - 2] : words.back());
}

} // namespace

FieldRole field_role(std::string_view name) {
  if (name.size() > name_size_max)
    return FieldRole::none;
  const auto words = words_of(name);
  std::string joined;
  for (const auto& word : words)
    joined += (joined.empty() ? "" : "_") + word;
  for (const auto& [attribute, role] : attribute_names)
    if (joined == attribute)
      return role;
  return means_keys(words) ? FieldRole::key : FieldRole::none;
}

} // namespace geminid::key_import
