#include "server/translate/gemini_usage.hpp"

#include <algorithm>

namespace geminid::translate {
namespace {

std::int64_t count(simdjson::dom::object usage, std::string_view name) {
  constexpr std::int64_t sane_max = 1'000'000'000'000;
  return std::clamp<std::int64_t>(integer_of(usage, name).value_or(0), 0, sane_max);
}

// Of the details by modality.
std::int64_t audio_count(simdjson::dom::object usage, std::string_view name) {
  std::int64_t tokens = 0;
  if (const auto details = array_of(usage, name))
    for (const auto detail : *details)
      if (simdjson::dom::object object;
          text_of(detail, "modality") == "AUDIO" && detail.get(object) == simdjson::SUCCESS)
        tokens += count(object, "tokenCount");
  return tokens;
}

} // namespace

Usage read_usage(simdjson::dom::object usage_metadata) {
  Usage usage;
  usage.prompt = count(usage_metadata, "promptTokenCount");
  usage.cached = count(usage_metadata, "cachedContentTokenCount");
  usage.candidates = count(usage_metadata, "candidatesTokenCount");
  usage.thoughts = count(usage_metadata, "thoughtsTokenCount");
  usage.tool_prompt = count(usage_metadata, "toolUsePromptTokenCount");
  usage.total = count(usage_metadata, "totalTokenCount");
  usage.prompt_audio = audio_count(usage_metadata, "promptTokensDetails");
  usage.candidates_audio = audio_count(usage_metadata, "candidatesTokensDetails");
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
