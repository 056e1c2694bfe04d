#include "server/translate/chat_parameters.hpp"

#include "server/translate/json_schema.hpp"
#include "server/translate/openapi_schema.hpp"

namespace geminid::translate {
namespace {

void write_sampling(DomWriter& json, const ChatParameters& parameters, const ModelTraits& model) {
  const auto decimal = [&](std::string_view name, const std::optional<double>& value) {
    if (value) {
      json.key(name);
      json.decimal(*value);
    }
  };
  decimal("temperature", parameters.temperature);
  decimal("topP", parameters.top_p);
  if (parameters.top_k && *parameters.top_k > 0) // others write 0 or -1 for "no limit", which is Gemini's silence
    json.key("topK").number(*parameters.top_k);
  if (!model.penalties)
    return;
  decimal("presencePenalty", parameters.presence_penalty);
  decimal("frequencyPenalty", parameters.frequency_penalty);
}

void write_limits(DomWriter& json, const ChatParameters& parameters, const ModelTraits& model) {
  if (parameters.candidates.value_or(1) > 1 && model.many_candidates())
    json.key("candidateCount").number(*parameters.candidates);
  if (parameters.output_tokens_max)
    json.key("maxOutputTokens").number(*parameters.output_tokens_max);
  if (!parameters.stop.empty()) {
    json.key("stopSequences").begin_array();
    for (const auto stop : parameters.stop)
      json.string(stop);
    json.end_array();
  }
  if (parameters.seed)
    json.key("seed").number(*parameters.seed);
}

void write_output(DomWriter& json, const ChatParameters& parameters, const ModelTraits& model, bool with_format) {
  if (parameters.logprobs) {
    json.key("responseLogprobs").boolean(true);
    if (parameters.top_logprobs)
      json.key("logprobs").number(*parameters.top_logprobs);
  }
  write_answer_media(json, parameters.answer);
  if (!parameters.media_resolution.empty())
    json.key("mediaResolution").string(parameters.media_resolution);
  if (!with_format || parameters.format.kind == ResponseFormat::Kind::text)
    return;
  json.key("responseMimeType").string("application/json");
  if (parameters.format.schema) {
    const bool raw = model.takes_json_schema();
    json.key(raw ? "responseJsonSchema" : "responseSchema").raw({});
    (raw ? append_schema : append_openapi_schema)(json.text(), *parameters.format.schema);
  }
}

} // namespace

void write_generation_config(DomWriter& json, const ChatParameters& parameters, const ModelTraits& model,
                             bool with_format) {
  std::string text;
  DomWriter config{text};
  config.begin_object();
  write_sampling(config, parameters, model);
  write_limits(config, parameters, model);
  write_output(config, parameters, model, with_format);
  if (!parameters.thinking.empty()) {
    config.key("thinkingConfig");
    write_thinking(config, parameters.thinking);
  }
  config.end_object();
  if (text != "{}")
    json.key("generationConfig").raw(text);
}

void write_top_level(DomWriter& json, const ChatParameters& parameters) {
  if (!parameters.service_tier.empty())
    json.key("serviceTier").string(parameters.service_tier);
  if (parameters.store)
    json.key("store").boolean(*parameters.store);
  if (parameters.safety_settings.empty())
    return;
  json.key("safetySettings").begin_array();
  for (const auto& setting : parameters.safety_settings)
    json.begin_object()
        .key("category")
        .string(setting.category)
        .key("threshold")
        .string(setting.threshold)
        .end_object();
  json.end_array();
}

} // namespace geminid::translate
