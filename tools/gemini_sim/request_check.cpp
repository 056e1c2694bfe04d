#include "tools/gemini_sim/request_check.hpp"

#include "tools/gemini_sim/config_check.hpp"
#include "tools/gemini_sim/content_check.hpp"
#include "tools/gemini_sim/continuation.hpp"
#include "tools/gemini_sim/proto_json.hpp"
#include "tools/gemini_sim/replies.hpp"
#include "tools/gemini_sim/tokens.hpp"
#include "tools/gemini_sim/tool_check.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace geminid::sim {
namespace {

using nlohmann::json;

std::optional<ApiError> check_top_level(const json& request, const Model& model) {
  constexpr std::array tiers{"standard", "flex", "priority", "unspecified"};
  if (request.contains("serviceTier") &&
      std::find(tiers.begin(), tiers.end(), request["serviceTier"].get<std::string>()) == tiers.end())
    return invalid_argument("Invalid value at 'service_tier'. Expected one of standard, flex, priority.");
  if (const auto token = request.value("continuationToken", ""); !token.empty() && !read_continuation(token))
    return invalid_argument("Invalid continuation token.");
  if (request.value("cachedContent", "").empty())
    return std::nullopt;
  if (request.contains("systemInstruction") || request.contains("tools") || request.contains("toolConfig"))
    return invalid_argument("CachedContent can not be used with GenerateContent request setting system_instruction, "
                            "tools or tool_config.");
  if (!model.explicit_cache)
    return invalid_argument("Explicit caching is not supported for models/" + std::string{model.id});
  return ApiError{403, "PERMISSION_DENIED", cache_denied};
}

std::optional<ApiError> check_size(const json& request, const Model& model) {
  const auto tokens = count_input(request).total();
  if (tokens <= model.input_tokens_max)
    return std::nullopt;
  return input_too_long(tokens, model.input_tokens_max);
}

std::optional<ApiError> first_error(const json& request, const Model& model) {
  if (auto error = check_contents(request, model))
    return error;
  if (auto error = check_top_level(request, model))
    return error;
  if (auto error = check_tools(request, model))
    return error;
  if (auto error = check_safety(request))
    return error;
  if (auto error = check_config(request, model))
    return error;
  if (auto error = check_turns(request["contents"]))
    return error;
  if (auto error = check_signatures(request["contents"], model))
    return error;
  return check_size(request, model);
}

} // namespace

Result<json, ApiError> check_generate_request(std::string_view body, const Model& model) {
  auto request = read_message(body, "GenerateContentRequest");
  if (!request)
    return request;
  if (auto error = first_error(*request, model))
    return std::move(*error);
  return request;
}

Result<json, ApiError> check_count_request(std::string_view body, const Model& model) {
  auto read = read_message(body, "CountTokensRequest");
  if (!read)
    return read;
  auto& request = *read;
  if (request.contains("contents") && request.contains("generateContentRequest"))
    return invalid_argument("Only one of contents and generate_content_request may be set.");
  if (!request.contains("generateContentRequest")) {
    if (auto error = check_contents(request, model))
      return std::move(*error);
    return json{{"contents", std::move(request["contents"])}};
  }
  auto inner = std::move(request["generateContentRequest"]);
  if (inner.value("model", "").empty())
    return invalid_argument("* CountTokensRequest.generate_content_request.model: model is not specified\n");
  if (auto error = check_contents(inner, model))
    return std::move(*error);
  return inner;
}

} // namespace geminid::sim
