#include "tools/gemini_sim/signature.hpp"

#include "tools/gemini_sim/base64.hpp"

#include <array>
#include <cstdio>

namespace geminid::sim {
namespace {

constexpr std::string_view sentinel = "skip_thought_signature_validator";
constexpr std::string_view mark = "gemini-sim|";
constexpr std::size_t checksum_bytes = 16;

std::string checksum(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  std::array<char, checksum_bytes + 1> digits{};
  std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(hash));
  return {digits.data(), checksum_bytes};
}

} // namespace

std::string issue_signature(std::string_view family, std::uint64_t number, std::size_t bytes) {
  std::string content{mark};
  content += family;
  content += '|';
  content += std::to_string(number);
  content += '|';
  if (content.size() + checksum_bytes < bytes)
    content.append(bytes - content.size() - checksum_bytes, '.');
  content += checksum(content);
  return base64_encode(content);
}

bool is_sentinel(std::string_view signature) {
  return signature == sentinel || base64_decode(signature) == std::string{sentinel};
}

bool valid_signature(std::string_view signature, std::string_view family) {
  if (is_sentinel(signature))
    return true;
  const auto content = base64_decode(signature);
  if (!content || content->size() < mark.size() + family.size() + checksum_bytes)
    return false;
  const auto text = std::string_view{*content}.substr(0, content->size() - checksum_bytes);
  if (!text.starts_with(mark) || std::string_view{*content}.substr(text.size()) != checksum(text))
    return false;
  const auto rest = text.substr(mark.size());
  return rest.starts_with(family) && rest.substr(family.size()).starts_with('|');
}

} // namespace geminid::sim
