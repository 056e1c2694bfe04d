#include "tests/translate/gemini_fields.hpp"

#include <map>

namespace geminid::golden {
namespace {

using nlohmann::json;

// Type, field, type of the field: "" is a scalar or a list of them, "*" is free.
using Fields = std::map<std::string, std::string>;
const std::map<std::string, Fields> types{
    {"Request",
     {{"contents", "Content"},
      {"systemInstruction", "Content"},
      {"tools", "Tool"},
      {"toolConfig", "ToolConfig"},
      {"safetySettings", "SafetySetting"},
      {"generationConfig", "GenerationConfig"},
      {"serviceTier", ""},
      {"store", ""}}},
    {"Content", {{"role", ""}, {"parts", "Part"}}},
    {"Part",
     {{"text", ""},
      {"inlineData", "Blob"},
      {"fileData", "FileData"},
      {"functionCall", "FunctionCall"},
      {"functionResponse", "FunctionResponse"},
      {"toolCall", "ToolCall"},
      {"toolResponse", "ToolResponse"},
      {"thoughtSignature", ""},
      {"mediaResolution", "MediaResolution"}}},
    {"Blob", {{"mimeType", ""}, {"data", ""}}},
    {"FileData", {{"mimeType", ""}, {"fileUri", ""}}},
    {"MediaResolution", {{"level", ""}}},
    {"FunctionCall", {{"id", ""}, {"name", ""}, {"args", "*"}}},
    {"FunctionResponse", {{"id", ""}, {"name", ""}, {"response", "*"}, {"parts", "ResponsePart"}}},
    {"ToolCall", {{"id", ""}, {"toolType", ""}, {"args", "*"}}},
    {"ToolResponse", {{"id", ""}, {"toolType", ""}, {"response", "*"}}},
    {"ResponsePart", {{"inlineData", "Blob"}, {"fileData", "FileData"}}},
    {"Tool",
     {{"functionDeclarations", "FunctionDeclaration"},
      {"googleSearch", "Empty"},
      {"codeExecution", "Empty"},
      {"urlContext", "Empty"}}},
    {"Empty", {}},
    {"FunctionDeclaration", {{"name", ""}, {"description", ""}, {"parameters", "*"}, {"parametersJsonSchema", "*"}}},
    {"ToolConfig", {{"functionCallingConfig", "FunctionCallingConfig"}, {"includeServerSideToolInvocations", ""}}},
    {"FunctionCallingConfig", {{"mode", ""}, {"allowedFunctionNames", ""}}},
    {"SafetySetting", {{"category", ""}, {"threshold", ""}}},
    {"GenerationConfig",
     {{"temperature", ""},
      {"topP", ""},
      {"topK", ""},
      {"candidateCount", ""},
      {"maxOutputTokens", ""},
      {"stopSequences", ""},
      {"seed", ""},
      {"presencePenalty", ""},
      {"frequencyPenalty", ""},
      {"responseLogprobs", ""},
      {"logprobs", ""},
      {"responseMimeType", ""},
      {"responseSchema", "*"},
      {"responseJsonSchema", "*"},
      {"responseModalities", ""},
      {"speechConfig", "*"},
      {"mediaResolution", ""},
      {"imageConfig", "ImageConfig"},
      {"thinkingConfig", "ThinkingConfig"}}},
    {"ImageConfig", {{"aspectRatio", ""}, {"imageSize", ""}}},
    {"ThinkingConfig", {{"thinkingBudget", ""}, {"thinkingLevel", ""}, {"includeThoughts", ""}}},
};

void check(const json& value, const std::string& type, const std::string& path, std::vector<std::string>& unknown) {
  if (type == "*")
    return;
  if (value.is_array()) {
    for (const auto& each : value)
      check(each, type, path + "[]", unknown);
    return;
  }
  if (type.empty() != !value.is_object()) {
    unknown.push_back(path + " of a wrong type");
    return;
  }
  if (type.empty())
    return;
  for (const auto& [name, member] : value.items()) {
    const auto field = types.at(type).find(name);
    if (field == types.at(type).end())
      unknown.push_back(path + "." + name);
    else
      check(member, field->second, path + "." + name, unknown);
  }
}

} // namespace

std::vector<std::string> unknown_fields(const json& request) {
  std::vector<std::string> unknown;
  check(request, "Request", "", unknown);
  return unknown;
}

} // namespace geminid::golden
