#include "tools/gemini_sim/config_check.hpp"

#include "tools/gemini_sim/answer_media_check.hpp"
#include "tools/gemini_sim/schema_check.hpp"
#include "tools/gemini_sim/tool_check.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace geminid::sim {
namespace {

using nlohmann::json;

constexpr std::size_t stop_sequences_max = 5;
constexpr std::array mime_types{"text/plain", "application/json", "application/xml", "application/yaml", "text/x.enum"};

ApiError unfit_config(const std::string& field, std::string_view what) {
  return unfit_field("generation_config." + field, what);
}

std::optional<ApiError> check_range(const json& config, const char* camel, const std::string& name, double min,
                                    double max) {
  if (!config.contains(camel))
    return std::nullopt;
  const auto value = config[camel].get<double>();
  if (value >= min && value <= max)
    return std::nullopt;
  return unfit_config(name, name + " must be in the range [" + json(min).dump() + ", " + json(max).dump() + "].");
}

std::optional<ApiError> check_sampling(const json& config, const Model& model) {
  for (const auto& [camel, name, min, max] :
       {std::tuple{"temperature", "temperature", 0.0, 2.0}, std::tuple{"topP", "top_p", 0.0, 1.0},
        std::tuple{"presencePenalty", "presence_penalty", -2.0, 2.0},
        std::tuple{"frequencyPenalty", "frequency_penalty", -2.0, 2.0}, std::tuple{"logprobs", "logprobs", 0.0, 20.0}})
    if (auto error = check_range(config, camel, name, min, max))
      return error;
  if (config.contains("topK") && config["topK"].get<int>() < 1)
    return unfit_config("top_k", "top_k must be positive.");
  if (!model.penalties && (config.contains("presencePenalty") || config.contains("frequencyPenalty")))
    return not_enabled("Penalty", model.id);
  if (!model.logprobs && (config.contains("logprobs") || config.value("responseLogprobs", false)))
    return not_enabled("Logprobs", model.id);
  if (config.contains("logprobs") && !config.value("responseLogprobs", false))
    return unfit_config("logprobs", "only allowed when response_logprobs is true");
  return std::nullopt;
}

std::optional<ApiError> check_amounts(const json& config, const Model& model) {
  if (config.contains("candidateCount")) {
    const auto count = config["candidateCount"].get<int>();
    if (count < 1 || count > 8)
      return invalid_argument("Invalid value for candidate_count: only values in the range [1, 8] are supported.");
    if (count > model.candidates_max)
      return not_enabled("Multiple candidates", model.id);
  }
  if (config.contains("maxOutputTokens") && config["maxOutputTokens"].get<int>() < 1)
    return unfit_config("max_output_tokens", "max_output_tokens must be positive.");
  if (config.contains("stopSequences") && config["stopSequences"].size() > stop_sequences_max)
    return unfit_config("stop_sequences", "at most 5 stop sequences are allowed.");
  return std::nullopt;
}

std::optional<ApiError> check_schemas(const json& config) {
  if (config.contains("responseSchema") && config.contains("responseJsonSchema"))
    return unfit_config("response_json_schema", "only one of response_schema and response_json_schema may be set");
  std::vector<FieldViolation> violations;
  if (config.contains("responseSchema"))
    violations = check_open_api_schema(config["responseSchema"], "generation_config.response_schema");
  else if (config.contains("responseJsonSchema"))
    violations = check_json_schema(config["responseJsonSchema"], "generation_config.response_json_schema");
  if (violations.empty())
    return std::nullopt;
  return bad_fields(violations);
}

std::optional<ApiError> check_format(const json& request, const json& config, const Model& model) {
  const auto type = config.value("responseMimeType", "text/plain");
  if (std::find(mime_types.begin(), mime_types.end(), type) == mime_types.end())
    return unfit_config("response_mime_type",
                        "allowed mimetypes are `text/plain`, `application/json`, `application/xml`, "
                        "`application/yaml` and `text/x.enum`.");
  const bool schema = config.contains("responseSchema") || config.contains("responseJsonSchema");
  if (schema && type == "text/plain")
    return unfit_config("response_schema",
                        "only allowed when response_mime_type is `application/json` or `text/x.enum`.");
  if (type == "text/plain")
    return std::nullopt;
  if (!model.json_mode)
    return not_enabled("JSON mode", model.id);
  const bool functions = !declared_functions(request).empty();
  if (functions && !model.modern())
    return invalid_argument("Function calling with a response mime type: '" + type + "' is unsupported");
  const auto mode = function_mode(request);
  if (functions && mode != "AUTO" && mode != "NONE")
    return invalid_argument("Forced function calling (" + mode + " mode) with a response mime type: '" + type +
                            "' is unsupported");
  return check_schemas(config);
}

std::optional<ApiError> check_budget(int budget, const Model& model) {
  if (model.budget_max == 0)
    return invalid_argument("Thinking budget is not supported for this model. Please use thinking level instead.");
  if (budget == -1)
    return std::nullopt;
  if (budget == 0)
    return model.budget_off ? std::nullopt : std::optional{invalid_argument(thinking_off_unsupported)};
  if (budget >= model.budget_min && budget <= model.budget_max)
    return std::nullopt;
  return invalid_argument("The thinking budget " + std::to_string(budget) +
                          " is invalid. Please choose a value between " + std::to_string(model.budget_min) + " and " +
                          std::to_string(model.budget_max) + ".");
}

} // namespace

std::optional<ApiError> check_thinking(const json& thinking, const Model& model) {
  const auto level = thinking.value("thinkingLevel", "THINKING_LEVEL_UNSPECIFIED");
  const auto asked_level = level_named(level);
  const bool has_budget = thinking.contains("thinkingBudget");
  if (model.thinking == ThinkingControl::none)
    return invalid_argument("Thinking is not supported for this model.");
  if (asked_level && has_budget)
    return invalid_argument("You can only set only one of thinking budget and thinking level.");
  if (asked_level && model.thinking == ThinkingControl::budget)
    return invalid_argument(thinking_level_unsupported);
  if (asked_level && (model.levels & *asked_level) == 0)
    return invalid_argument("Thinking level " + level +
                            " is not supported for this model. Please retry with other thinking level.");
  if (!has_budget)
    return std::nullopt;
  const auto budget = thinking["thinkingBudget"].get<int>();
  if (auto error = check_budget(budget, model))
    return error;
  if (budget == 0 && thinking.value("includeThoughts", false))
    return invalid_argument(
        "Unable to submit request because Thinking_config.include_thoughts is only enabled when thinking is enabled.");
  return std::nullopt;
}

std::optional<ApiError> check_config(const json& request, const Model& model) {
  const auto config = request.value("generationConfig", json::object());
  if (auto error = check_sampling(config, model))
    return error;
  if (auto error = check_amounts(config, model))
    return error;
  if (auto error = check_answer_media(config, model))
    return error;
  if (config.contains("thinkingConfig"))
    if (auto error = check_thinking(config["thinkingConfig"], model))
      return error;
  return check_format(request, config, model);
}

} // namespace geminid::sim
