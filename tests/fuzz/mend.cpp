// Any request that was refused for a field: the mended one is the same without that field, and has nothing more to
// mend.
#include "server/translate/mend.hpp"

#include "tests/fuzz/invariants.hpp"

#include <cstdint>
#include <vector>

namespace geminid {
namespace {

using nlohmann::json;
using policy::RefusedField;

std::vector<std::string> config_members(RefusedField field) {
  switch (field) {
  case RefusedField::thinking:
    return {"thinkingConfig"};
  case RefusedField::penalties:
    return {"presencePenalty", "frequencyPenalty"};
  case RefusedField::logprobs:
    return {"responseLogprobs", "logprobs"};
  case RefusedField::candidate_count:
    return {"candidateCount"};
  case RefusedField::signatures:
    break;
  }
  return {};
}

// What may differ between a request and its mended form.
json without(json request, RefusedField field) {
  if (auto& config = request["generationConfig"]; config.is_object())
    for (const auto& name : config_members(field))
      config.erase(name);
  if (field != RefusedField::signatures || !request["contents"].is_array())
    return request;
  for (auto& turn : request["contents"])
    if (turn.is_object() && turn["role"] == "model" && turn["parts"].is_array())
      for (auto& part : turn["parts"])
        if (part.is_object())
          part.erase("thoughtSignature");
  return request;
}

void check(std::string_view text, RefusedField field, std::string_view model) {
  static translate::JsonParser parser;
  const auto& traits = translate::model_traits(model);
  const auto mended = translate::mended(text, field, traits, parser);
  if (!mended)
    return;
  const auto before = fuzz::require_json(text);
  const auto after = fuzz::require_json(mended->body);
  fuzz::require(without(before, field) == without(after, field), "the rest of it unchanged", mended->body);
  fuzz::require(mended->removed.empty() == (field == RefusedField::signatures), "what was removed, by name",
                mended->body);
  fuzz::require(!translate::mended(mended->body, field, traits, parser), "nothing more to mend", mended->body);
}

std::size_t members(const json& value) {
  auto count = value.is_object() ? value.size() : 0;
  if (value.is_structured())
    for (const auto& child : value)
      count += members(child);
  return count;
}

// Of members that stand twice, one reader takes the first and another the last.
bool has_twins(std::string_view text) {
  std::size_t keys = 0;
  const auto count = [&](int, json::parse_event_t event, json&) {
    keys += event == json::parse_event_t::key ? 1 : 0;
    return true;
  };
  const auto value = json::parse(text, count, false);
  return keys != members(value);
}

void check(std::string_view text) {
  if (has_twins(text))
    return;
  for (const std::string_view model : {"gemini-2.5-flash", "gemini-3.8-flash"})
    for (const auto field : {RefusedField::thinking, RefusedField::penalties, RefusedField::logprobs,
                             RefusedField::candidate_count, RefusedField::signatures})
      check(text, field, model);
}

} // namespace
} // namespace geminid

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  geminid::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
