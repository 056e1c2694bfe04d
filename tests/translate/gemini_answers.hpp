// Gemini's answers and events, of which tests make chat completions.
#pragma once

#include "server/translate/chat.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

namespace geminid::translate {

using nlohmann::json;
using Kind = AnswerEnd::Kind;

inline const ReplyIdentity identity{"chatcmpl-1", "m", 1, 50};

inline json part(const char* text) {
  return {{"text", text}};
}

inline json call(const char* name) {
  return {{"functionCall", {{"name", name}}}};
}

/// A Gemini answer, or an event of one. `usage`: prompt, candidates, thoughts.
inline json answer(json parts, const char* finish, std::array<int, 3> usage = {10, 2, 3}) {
  json candidate{{"content", {{"role", "model"}, {"parts", std::move(parts)}}}};
  if (finish != nullptr)
    candidate["finishReason"] = finish;
  return {{"candidates", {candidate}},
          {"usageMetadata",
           {{"promptTokenCount", usage[0]},
            {"candidatesTokenCount", usage[1]},
            {"thoughtsTokenCount", usage[2]},
            {"totalTokenCount", usage[0] + usage[1] + usage[2]}}},
          {"modelVersion", "v"}};
}

inline json continued(json parts, const char* token = "VE9L", std::array<int, 3> usage = {10, 2, 3}) {
  auto it = answer(std::move(parts), "CONTINUATION", usage);
  it["candidates"][0]["continuationToken"] = token;
  return it;
}

} // namespace geminid::translate
