#include "server/translate/gemini_usage.hpp"

#include <algorithm>
#include <array>

namespace geminid::translate {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

struct Counted {
  std::string_view name;
  std::int64_t Usage::*tokens;
};
constexpr std::array counts{Counted{"promptTokenCount", &Usage::prompt},
                            Counted{"cachedContentTokenCount", &Usage::cached},
                            Counted{"candidatesTokenCount", &Usage::candidates},
                            Counted{"thoughtsTokenCount", &Usage::thoughts},
                            Counted{"toolUsePromptTokenCount", &Usage::tool_prompt},
                            Counted{"totalTokenCount", &Usage::total}};
constexpr std::array audio_counts{Counted{"promptTokensDetails", &Usage::prompt_audio},
                                  Counted{"candidatesTokensDetails", &Usage::candidates_audio}};

std::int64_t count(element value) {
  constexpr std::int64_t sane_max = 1'000'000'000'000;
  return std::clamp<std::int64_t>(as_integer(value).value_or(0), 0, sane_max);
}

// Of the details by modality.
std::int64_t audio_count(element details) {
  std::int64_t tokens = 0;
  if (simdjson::dom::array array; details.get(array) == simdjson::SUCCESS)
    for (const auto detail : array)
      if (const auto value = member<element>(detail, "tokenCount"); value && text_of(detail, "modality") == "AUDIO")
        tokens += count(*value);
  return tokens;
}

} // namespace

// Each event of a stream has one: it is gone through once, rather than searched for every name.
Usage read_usage(object usage_metadata) {
  Usage usage;
  for (const auto [name, value] : usage_metadata) {
    for (const auto& counted : counts)
      if (name == counted.name)
        usage.*counted.tokens = count(value);
    for (const auto& counted : audio_counts)
      if (name == counted.name)
        usage.*counted.tokens = audio_count(value);
  }
  usage.known = usage.prompt + usage.candidates + usage.thoughts + usage.total > 0;
  return usage;
}

Usage estimated_usage(std::int64_t prompt_tokens, std::size_t answer_bytes) {
  Usage usage;
  usage.prompt = prompt_tokens;
  usage.candidates = static_cast<std::int64_t>((answer_bytes + 3) / 4);
  usage.total = usage.prompt + usage.candidates;
  return usage;
}

void write_usage(JsonWriter& json, const Usage& usage) {
  const auto prompt = usage.prompt + usage.tool_prompt;
  const auto completion = usage.completion();
  json.begin_object();
  json.key("prompt_tokens").number(prompt);
  json.key("completion_tokens").number(completion);
  json.key("total_tokens").number(prompt + completion);
  json.key("prompt_tokens_details").begin_object();
  json.key("cached_tokens").number(std::min(usage.cached, prompt));
  json.key("audio_tokens").number(std::min(usage.prompt_audio, prompt)).end_object();
  json.key("completion_tokens_details").begin_object();
  json.key("reasoning_tokens").number(usage.thoughts);
  json.key("audio_tokens").number(std::min(usage.candidates_audio, completion)).end_object();
  json.end_object();
}

std::string_view service_tier_of(simdjson::dom::object usage_metadata) {
  const auto tier = text_of(usage_metadata, "serviceTier");
  return tier == "standard" ? "default" : tier;
}

} // namespace geminid::translate
