#include "tools/gemini_sim/proto_fields.hpp"

#include <array>
#include <unordered_map>
#include <vector>

namespace geminid::sim {
namespace {

using enum FieldKind;
using Fields = std::vector<Field>;
using Messages = std::unordered_map<std::string_view, Fields>;
using Enums = std::unordered_map<std::string_view, std::vector<std::string_view>>;

constexpr Field text(std::string_view name) {
  return {name, string};
}
constexpr Field texts(std::string_view name) {
  return {name, string, {}, true};
}
constexpr Field flag(std::string_view name) {
  return {name, boolean};
}
constexpr Field one(std::string_view name, std::string_view type) {
  return {name, message, type};
}
constexpr Field many(std::string_view name, std::string_view type) {
  return {name, message, type, true};
}
constexpr Field choice(std::string_view name, std::string_view type) {
  return {name, enumeration, type};
}
constexpr Field object(std::string_view name) {
  return {name, structure};
}
constexpr Field data(std::string_view name, std::string_view type) {
  return {name, message, type, false, "data"};
}

void add_request_messages(Messages& all) {
  all["GenerateContentRequest"] = {text("model"),
                                   many("contents", "Content"),
                                   one("systemInstruction", "Content"),
                                   many("tools", "Tool"),
                                   one("toolConfig", "ToolConfig"),
                                   many("safetySettings", "SafetySetting"),
                                   one("generationConfig", "GenerationConfig"),
                                   text("cachedContent"),
                                   text("serviceTier"),
                                   flag("store"),
                                   {"continuationToken", bytes}};
  all["CountTokensRequest"] = {text("model"), many("contents", "Content"),
                               one("generateContentRequest", "GenerateContentRequest")};
  all["SafetySetting"] = {choice("category", "HarmCategory"), choice("threshold", "HarmBlockThreshold")};
}

void add_content_messages(Messages& all) {
  all["Content"] = {many("parts", "Part"), text("role")};
  all["Part"] = {{"text", string, {}, false, "data"},
                 data("inlineData", "Blob"),
                 data("fileData", "FileData"),
                 data("functionCall", "FunctionCall"),
                 data("functionResponse", "FunctionResponse"),
                 data("executableCode", "ExecutableCode"),
                 data("codeExecutionResult", "CodeExecutionResult"),
                 data("toolCall", "ToolCall"),
                 data("toolResponse", "ToolResponse"),
                 flag("thought"),
                 {"thoughtSignature", bytes},
                 one("videoMetadata", "VideoMetadata"),
                 one("mediaResolution", "PartMediaResolution"),
                 object("mediaProcessing"),
                 object("partMetadata"),
                 one("speechMetadata", "SpeechMetadata")};
  all["Blob"] = {text("mimeType"), {"data", bytes}};
  all["FileData"] = {text("mimeType"), text("fileUri")};
  all["FunctionCall"] = {text("id"), text("name"), object("args")};
  all["FunctionResponse"] = {text("id"),           text("name"),
                             object("response"),   many("parts", "FunctionResponsePart"),
                             flag("willContinue"), choice("scheduling", "Scheduling")};
  all["FunctionResponsePart"] = {data("inlineData", "FunctionResponseBlob"), data("fileData", "FileData")};
  all["FunctionResponseBlob"] = {text("mimeType"), {"data", bytes}, text("displayName")};
  all["ExecutableCode"] = {choice("language", "Language"), text("code"), text("id")};
  all["CodeExecutionResult"] = {choice("outcome", "Outcome"), text("output"), text("id")};
  all["ToolCall"] = {text("id"), text("toolType"), object("args")};
  all["ToolResponse"] = {text("id"), text("toolType"), object("response")};
  all["VideoMetadata"] = {text("startOffset"), text("endOffset"), {"fps", number}};
  all["PartMediaResolution"] = {choice("level", "MediaResolution")};
  all["SpeechMetadata"] = {text("speaker"), text("style")};
}

void add_config_messages(Messages& all) {
  all["GenerationConfig"] = {{"temperature", number},
                             {"topP", number},
                             {"topK", int32},
                             {"candidateCount", int32},
                             {"maxOutputTokens", int32},
                             texts("stopSequences"),
                             {"seed", int32},
                             {"presencePenalty", number},
                             {"frequencyPenalty", number},
                             flag("responseLogprobs"),
                             {"logprobs", int32},
                             text("responseMimeType"),
                             one("responseSchema", "Schema"),
                             {"responseJsonSchema", value},
                             {"responseFormat", value},
                             {"responseModalities", enumeration, "Modality", true},
                             one("speechConfig", "SpeechConfig"),
                             one("imageConfig", "ImageConfig"),
                             choice("mediaResolution", "MediaResolution"),
                             one("thinkingConfig", "ThinkingConfig"),
                             object("audioTranscriptionConfig"),
                             object("translationConfig"),
                             flag("enableEnhancedCivicAnswers"),
                             flag("enableAffectiveDialog")};
  all["ThinkingConfig"] = {
      {"thinkingBudget", int32}, choice("thinkingLevel", "ThinkingLevel"), flag("includeThoughts")};
  all["SpeechConfig"] = {one("voiceConfig", "VoiceConfig"), text("languageCode"),
                         one("multiSpeakerVoiceConfig", "MultiSpeakerVoiceConfig")};
  all["VoiceConfig"] = {one("prebuiltVoiceConfig", "PrebuiltVoiceConfig")};
  all["PrebuiltVoiceConfig"] = {text("voiceName")};
  all["MultiSpeakerVoiceConfig"] = {many("speakerVoiceConfigs", "SpeakerVoiceConfig")};
  all["SpeakerVoiceConfig"] = {text("speaker"), one("voiceConfig", "VoiceConfig")};
  all["ImageConfig"] = {text("aspectRatio"), text("imageSize")};
}

void add_tool_messages(Messages& all) {
  all["Tool"] = {many("functionDeclarations", "FunctionDeclaration"),
                 object("googleSearch"),
                 object("googleSearchRetrieval"),
                 object("urlContext"),
                 object("codeExecution"),
                 object("googleMaps"),
                 object("fileSearch"),
                 object("computerUse"),
                 {"mcpServers", value}};
  all["FunctionDeclaration"] = {text("name"),
                                text("description"),
                                one("parameters", "Schema"),
                                {"parametersJsonSchema", value},
                                one("response", "Schema"),
                                {"responseJsonSchema", value},
                                choice("behavior", "Behavior")};
  all["ToolConfig"] = {one("functionCallingConfig", "FunctionCallingConfig"), object("retrievalConfig"),
                       flag("includeServerSideToolInvocations")};
  all["FunctionCallingConfig"] = {choice("mode", "Mode"), texts("allowedFunctionNames")};
  all["Schema"] = {choice("type", "Type"),
                   text("format"),
                   text("title"),
                   text("description"),
                   flag("nullable"),
                   texts("enum"),
                   one("items", "Schema"),
                   {"minItems", int64},
                   {"maxItems", int64},
                   {"properties", map, "Schema"},
                   texts("required"),
                   texts("propertyOrdering"),
                   {"minProperties", int64},
                   {"maxProperties", int64},
                   {"minimum", number},
                   {"maximum", number},
                   {"minLength", int64},
                   {"maxLength", int64},
                   text("pattern"),
                   {"example", value},
                   many("anyOf", "Schema"),
                   {"default", value}};
}

const Messages& messages() {
  static const Messages all = [] {
    Messages built;
    add_request_messages(built);
    add_content_messages(built);
    add_config_messages(built);
    add_tool_messages(built);
    return built;
  }();
  return all;
}

const Enums& enums() {
  static const Enums all{
      {"HarmCategory",
       {"HARM_CATEGORY_UNSPECIFIED", "HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH",
        "HARM_CATEGORY_SEXUALLY_EXPLICIT", "HARM_CATEGORY_DANGEROUS_CONTENT", "HARM_CATEGORY_CIVIC_INTEGRITY",
        "HARM_CATEGORY_JAILBREAK"}},
      {"HarmBlockThreshold",
       {"HARM_BLOCK_THRESHOLD_UNSPECIFIED", "OFF", "BLOCK_NONE", "BLOCK_ONLY_HIGH", "BLOCK_MEDIUM_AND_ABOVE",
        "BLOCK_LOW_AND_ABOVE"}},
      {"Scheduling", {"SCHEDULING_UNSPECIFIED", "SILENT", "WHEN_IDLE", "INTERRUPT"}},
      {"Language", {"LANGUAGE_UNSPECIFIED", "PYTHON"}},
      {"Outcome", {"OUTCOME_UNSPECIFIED", "OUTCOME_OK", "OUTCOME_FAILED", "OUTCOME_DEADLINE_EXCEEDED"}},
      {"MediaResolution",
       {"MEDIA_RESOLUTION_UNSPECIFIED", "MEDIA_RESOLUTION_LOW", "MEDIA_RESOLUTION_MEDIUM", "MEDIA_RESOLUTION_HIGH",
        "MEDIA_RESOLUTION_ULTRA_HIGH"}},
      {"Modality", {"MODALITY_UNSPECIFIED", "TEXT", "IMAGE", "AUDIO", "VIDEO"}},
      {"ThinkingLevel", {"THINKING_LEVEL_UNSPECIFIED", "MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH"}},
      {"Behavior", {"UNSPECIFIED", "BLOCKING", "NON_BLOCKING"}},
      {"Mode", {"MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED"}},
      {"Type", {"TYPE_UNSPECIFIED", "STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL"}},
  };
  return all;
}

// Whether `name` is `camel` in either spelling, without building the other one.
bool same_name(std::string_view camel, std::string_view name) {
  if (camel == name)
    return true;
  std::size_t at = 0;
  for (const char c : camel) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && (at >= name.size() || name[at++] != '_'))
      return false;
    if (at >= name.size() || name[at++] != (upper ? static_cast<char>(c - 'A' + 'a') : c))
      return false;
  }
  return at == name.size();
}

} // namespace

std::span<const Field> message_fields(std::string_view message) {
  const auto found = messages().find(message);
  return found == messages().end() ? std::span<const Field>{} : std::span<const Field>{found->second};
}

const Field* find_field(std::string_view message, std::string_view name) {
  for (const auto& field : message_fields(message))
    if (same_name(field.name, name))
      return &field;
  return nullptr;
}

std::span<const std::string_view> enum_values(std::string_view name) {
  const auto found = enums().find(name);
  return found == enums().end() ? std::span<const std::string_view>{}
                                : std::span<const std::string_view>{found->second};
}

std::string snake_case(std::string_view camel) {
  std::string out;
  for (const char c : camel) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper)
      out += '_';
    out += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

} // namespace geminid::sim
