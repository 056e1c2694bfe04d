#include "tools/gemini_sim/tool_check.hpp"

#include "tools/gemini_sim/schema_check.hpp"

#include <algorithm>
#include <set>

namespace geminid::sim {
namespace {

using nlohmann::json;

constexpr std::size_t functions_max = 512;
constexpr std::size_t name_bytes_max = 128;

bool valid_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto further = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '.' || c == ':' || c == '-'; };
  return !name.empty() && name.size() <= name_bytes_max && letter(name.front()) &&
         std::all_of(name.begin(), name.end(), further);
}

std::optional<ApiError> check_function(const json& function, const std::string& path) {
  if (!valid_name(function.value("name", "")))
    return unfit_field(
        path + ".name",
        "Invalid function name. Must start with a letter or an underscore. Must be alphanumeric (a-z, A-Z, 0-9), "
        "underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 128.");
  if (function.contains("parameters") && function.contains("parametersJsonSchema"))
    return unfit_field(path, "only one of parameters and parameters_json_schema may be set");
  std::vector<FieldViolation> violations;
  if (function.contains("parameters"))
    violations = check_open_api_schema(function["parameters"], path + ".parameters");
  else if (function.contains("parametersJsonSchema"))
    violations = check_json_schema(function["parametersJsonSchema"], path + ".parameters_json_schema");
  if (violations.empty())
    return std::nullopt;
  return bad_fields(violations);
}

std::optional<ApiError> check_functions(const json& functions, const std::string& path, std::set<std::string>& names) {
  for (std::size_t i = 0; i < functions.size(); ++i) {
    if (auto error = check_function(functions[i], path + ".function_declarations[" + std::to_string(i) + "]"))
      return error;
    const auto name = functions[i]["name"].get<std::string>();
    if (!names.insert(name).second)
      return invalid_argument("Duplicate function declaration found: " + name);
  }
  return std::nullopt;
}

std::optional<ApiError> check_calling(const json& request, const std::set<std::string>& names) {
  const auto config = request.value(json::json_pointer("/toolConfig/functionCallingConfig"), json::object());
  const auto mode = config.value("mode", "AUTO");
  if (names.empty() && (mode == "ANY" || mode == "VALIDATED"))
    return invalid_argument("Function calling config is set without function_declarations.");
  const auto allowed = config.value("allowedFunctionNames", json::array());
  if (!allowed.empty() && mode != "ANY" && mode != "VALIDATED")
    return invalid_argument("Allowed function names should only be set when function calling mode is ANY.");
  for (const auto& name : allowed)
    if (!names.contains(name.get<std::string>()))
      return invalid_argument("Allowed function name " + name.dump() + " is not among the function_declarations.");
  return std::nullopt;
}

std::optional<ApiError> check_combination(const json& request, bool functions, bool built_in, const Model& model) {
  if (functions && !model.functions)
    return invalid_argument("Function calling is not enabled for models/" + std::string{model.id});
  if (!functions || !built_in)
    return std::nullopt;
  if (!model.modern())
    return invalid_argument("Tool use with function calling is unsupported");
  if (!request.value(json::json_pointer("/toolConfig/includeServerSideToolInvocations"), false))
    return invalid_argument("Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with "
                            "Function calling.");
  return std::nullopt;
}

} // namespace

std::optional<ApiError> check_tools(const json& request, const Model& model) {
  std::set<std::string> names;
  bool built_in = false;
  const auto tools = request.value("tools", json::array());
  for (std::size_t i = 0; i < tools.size(); ++i) {
    const auto& tool = tools[i];
    const auto path = "tools[" + std::to_string(i) + "]";
    const bool functions = tool.contains("functionDeclarations") && !tool["functionDeclarations"].empty();
    const bool other = tool.size() > (tool.contains("functionDeclarations") ? 1U : 0U);
    if (!functions && !other)
      return unfit_field(path + ".tool_type", "required one_of 'tool_type' must have one initialized field");
    if (tool.contains("googleSearchRetrieval"))
      return invalid_argument("google_search_retrieval is not supported; please use google_search instead.");
    built_in = built_in || other;
    if (functions)
      if (auto error = check_functions(tool["functionDeclarations"], path, names))
        return error;
  }
  if (names.size() > functions_max)
    return invalid_argument("The number of function declarations must not exceed 512.");
  if (auto error = check_combination(request, !names.empty(), built_in, model))
    return error;
  return check_calling(request, names);
}

std::optional<ApiError> check_safety(const json& request) {
  if (!request.contains("safetySettings"))
    return std::nullopt;
  std::set<std::string> categories;
  const auto& settings = request["safetySettings"];
  for (std::size_t i = 0; i < settings.size(); ++i) {
    const auto path = "safety_settings[" + std::to_string(i) + "]";
    const auto category = settings[i].value("category", "HARM_CATEGORY_UNSPECIFIED");
    if (category == "HARM_CATEGORY_UNSPECIFIED")
      return unfit_field(path + ".category", "must be specified");
    if (!settings[i].contains("threshold"))
      return unfit_field(path + ".threshold", "must be specified");
    if (!categories.insert(category).second)
      return unfit_field(path, "only one entry is allowed for " + category);
  }
  return std::nullopt;
}

std::vector<const json*> declared_functions(const json& request) {
  std::vector<const json*> all;
  if (request.contains("tools"))
    for (const auto& tool : request["tools"])
      if (tool.contains("functionDeclarations"))
        for (const auto& function : tool["functionDeclarations"])
          all.push_back(&function);
  return all;
}

std::string function_mode(const json& request) {
  return request.value(json::json_pointer("/toolConfig/functionCallingConfig/mode"), "AUTO");
}

} // namespace geminid::sim
