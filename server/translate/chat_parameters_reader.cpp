#include "server/translate/chat_parameters.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace geminid::translate {
namespace {

constexpr std::int64_t int32_max = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t int64_max = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t stops_max = 4;

// Clients send what the newest OpenAI model would take; Gemini's fields are 32 bits wide.
std::optional<std::int64_t> read_output_tokens(const ObjectReader& root) {
  auto tokens = root.integer("max_completion_tokens", 1, int64_max);
  const auto legacy = root.integer("max_tokens", 1, int64_max);
  if (!tokens)
    tokens = legacy;
  if (tokens)
    tokens = std::min(*tokens, int32_max);
  return tokens;
}

std::optional<std::int64_t> read_seed(const ObjectReader& root) {
  const auto seed = root.integer("seed", std::numeric_limits<std::int64_t>::min(), int64_max);
  if (!seed)
    return std::nullopt;
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::uint64_t>(*seed)));
}

std::vector<std::string_view> read_stop(const ObjectReader& root) {
  std::vector<std::string_view> stops;
  const auto value = root.find("stop");
  if (!value)
    return stops;
  if (std::string_view text; value->get(text) == simdjson::SUCCESS) {
    if (!text.empty())
      stops.push_back(text);
    return stops;
  }
  const auto path = root.path_of("stop");
  simdjson::dom::array list;
  if (value->get(list) != simdjson::SUCCESS) {
    raise_type(root.complaint(), path, "a string or an array of strings", *value);
    return stops;
  }
  std::size_t index = 0;
  for (const auto each : list) {
    std::string_view text;
    if (index == stops_max)
      root.refuse("stop", "Invalid 'stop': array too long. Expected an array with maximum length 4.",
                  "array_above_max_length");
    else if (each.get(text) != simdjson::SUCCESS)
      raise_type(root.complaint(), {&path, {}, index}, "a string", each);
    else if (!text.empty())
      stops.push_back(text);
    if (root.complaint().raised())
      break;
    ++index;
  }
  return stops;
}

ResponseFormat read_json_schema(const ObjectReader& format) {
  const auto object = format.required_object("json_schema");
  if (!object)
    return {};
  const ObjectReader holder{*object, format.path_of("json_schema"), format.complaint()};
  (void)holder.required_string("name");
  ResponseFormat read{ResponseFormat::Kind::schema, std::nullopt};
  if (holder.object("schema"))
    read.schema = holder.find("schema");
  return read;
}

ResponseFormat read_response_format(const ObjectReader& root) {
  const auto object = root.object("response_format");
  if (!object)
    return {};
  const ObjectReader format{*object, root.path_of("response_format"), root.complaint()};
  const auto type = format.required_string("type").value_or("text");
  if (type == "json_schema")
    return read_json_schema(format);
  if (type == "json_object")
    return {ResponseFormat::Kind::json, std::nullopt};
  if (type != "text")
    format.refuse("type", "Invalid value: '" + std::string{type} +
                              "'. Supported values are: 'text', 'json_object' and 'json_schema'.");
  return {};
}

void read_logprobs(const ObjectReader& root, ChatParameters& parameters) {
  parameters.logprobs = root.boolean("logprobs").value_or(false);
  parameters.top_logprobs = root.integer("top_logprobs", 0, 20);
  if (parameters.top_logprobs && !parameters.logprobs)
    root.refuse("top_logprobs", "Invalid 'top_logprobs': only allowed when 'logprobs' is true.");
}

std::string_view read_service_tier(const ObjectReader& root) {
  const auto tier = root.string("service_tier").value_or("auto");
  if (tier == "flex" || tier == "priority" || tier == "standard")
    return tier;
  if (tier != "auto" && tier != "default" && tier != "scale")
    root.refuse("service_tier", "Invalid value: '" + std::string{tier} +
                                    "'. Supported values are: 'auto', 'default', 'flex', 'priority' and 'scale'.");
  return {};
}

std::vector<SafetySetting> read_safety_settings(const GoogleExtension& google) {
  std::vector<SafetySetting> settings;
  const auto member = google.find("safety_settings", "safetySettings");
  const auto list = member ? member->holder.array(member->name) : std::nullopt;
  if (!list)
    return settings;
  auto& complaint = member->holder.complaint();
  const auto path = member->holder.path_of(member->name);
  std::size_t index = 0;
  for (const auto value : *list) {
    const Path place{&path, {}, index++};
    simdjson::dom::object object;
    if (value.get(object) != simdjson::SUCCESS) {
      raise_type(complaint, place, "an object", value);
      break;
    }
    const ObjectReader setting{object, place, complaint};
    settings.push_back(
        {setting.required_string("category").value_or(""), setting.required_string("threshold").value_or("")});
  }
  return settings;
}

std::string_view read_media_resolution(const GoogleExtension& google) {
  const auto member = google.find("media_resolution", "mediaResolution");
  if (!member)
    return {};
  const auto resolution = member->holder.string(member->name).value_or("");
  using Spelling = std::pair<std::string_view, std::string_view>;
  for (const auto& [word, value] :
       {Spelling{"low", "MEDIA_RESOLUTION_LOW"}, Spelling{"medium", "MEDIA_RESOLUTION_MEDIUM"},
        Spelling{"high", "MEDIA_RESOLUTION_HIGH"}})
    if (resolution == word || resolution == value)
      return value;
  member->holder.refuse(member->name, "Invalid value: '" + std::string{resolution} +
                                          "'. Supported values are: 'low', 'medium' and 'high'.");
  return {};
}

void read_google(const GoogleExtension& google, ChatParameters& parameters) {
  if (const auto cache = google.find("cached_content", "cachedContent"))
    cache->holder.refuse(cache->name, "Explicit caches are not supported: they belong to one Gemini key.");
  parameters.safety_settings = read_safety_settings(google);
  parameters.media_resolution = read_media_resolution(google);
}

} // namespace

ChatParameters read_parameters(const ObjectReader& root, const ModelTraits& model, const ThinkingWish& by_name,
                               const ThinkingDefault& otherwise) {
  ChatParameters parameters;
  parameters.output_tokens_max = read_output_tokens(root);
  parameters.temperature = root.number("temperature", 0, 2);
  parameters.top_p = root.number("top_p", 0, 1);
  parameters.top_k = root.integer("top_k", -1, int32_max);
  parameters.candidates = root.integer("n", 1, 8);
  parameters.seed = read_seed(root);
  parameters.presence_penalty = root.number("presence_penalty", -2, 2);
  parameters.frequency_penalty = root.number("frequency_penalty", -2, 2);
  read_logprobs(root, parameters);
  parameters.stop = read_stop(root);
  parameters.format = read_response_format(root);
  parameters.service_tier = read_service_tier(root);
  parameters.store = root.boolean("store");
  const GoogleExtension google{root};
  read_google(google, parameters);
  parameters.answer = read_answer_media(root, google);
  const auto thinking = google.find("thinking_config", "thinkingConfig");
  const auto stated = preferred(by_name, read_thinking(root, thinking ? &thinking->holder : nullptr));
  const auto room = leave_room(stated, otherwise, model.thinking, parameters.output_tokens_max);
  parameters.output_tokens_max = room.output_tokens_max;
  parameters.thinking = thinking_config(room.thinking, model.thinking);
  return parameters;
}

} // namespace geminid::translate
