// Programs that call this gateway with a user key, to be copied: only of what the gateway serves. Pure.
#pragma once

#include "webui/core/locale.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace geminid::webui {

enum class Snippet : std::uint8_t { curl, python, node, gemini, apps };
inline constexpr std::array<Phrase, 5> snippet_names{{
    {"curl", "curl"},
    {"Python", "Python"},
    {"Node.js", "Node.js"},
    {"Gemini's OpenAI path", "Gemini 的 OpenAI 路径"},
    {"Apps", "应用程序"},
}};

struct SnippetValues {
  std::string_view origin; // "https://gateway.example"
  std::string_view key;    // "sk-…"
  std::string_view model;
};

[[nodiscard]] std::string snippet(Snippet which, const SnippetValues& values);

} // namespace geminid::webui
