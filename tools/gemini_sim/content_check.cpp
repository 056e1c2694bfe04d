#include "tools/gemini_sim/content_check.hpp"

#include "tools/gemini_sim/signature.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace geminid::sim {
namespace {

using nlohmann::json;

constexpr std::array data_members{
    "text",           "inlineData",          "fileData", "functionCall", "functionResponse",
    "executableCode", "codeExecutionResult", "toolCall", "toolResponse"};
constexpr std::string_view files_base = "https://generativelanguage.googleapis.com/";
constexpr std::array<std::string_view, 3> video_pages{"https://www.youtube.com/", "https://youtube.com/",
                                                      "https://youtu.be/"};
constexpr std::array image_types{"image/png", "image/jpeg", "image/webp", "image/heic", "image/heif"};

bool supported_type(std::string_view type) {
  type = type.substr(0, type.find(';'));
  if (type.starts_with("image/"))
    return std::find(image_types.begin(), image_types.end(), type) != image_types.end();
  return type.starts_with("audio/") || type.starts_with("video/") || type.starts_with("text/") ||
         type == "application/pdf" || type == "application/json" || type == "application/x-javascript" ||
         type == "application/x-python";
}

// The simulator stores no files, so every one that is named belongs to another project.
std::optional<ApiError> check_file(std::string_view uri, const std::string& path, const Model& model) {
  if (uri.empty())
    return unfit_field(path, "cannot be empty");
  if (uri.starts_with(files_base))
    return file_denied(uri.substr(uri.rfind('/') + 1));
  const bool video_page = std::any_of(video_pages.begin(), video_pages.end(),
                                      [uri](std::string_view page) { return uri.starts_with(page); });
  if (video_page || (model.modern() && uri.starts_with("https://")))
    return std::nullopt;
  return invalid_argument("Invalid or unsupported file uri: " + std::string{uri});
}

std::optional<ApiError> check_media(const json& part, const std::string& path, const Model& model) {
  if (part.contains("inlineData")) {
    const auto& blob = part["inlineData"];
    const auto type = blob.value("mimeType", "");
    if (type.empty())
      return unfit_field(path + ".inline_data.mime_type", "cannot be empty");
    if (!supported_type(type))
      return invalid_argument("Unsupported MIME type: " + type);
    if (blob.value("data", "").empty())
      return unfit_field(path + ".inline_data.data", "cannot be empty");
  }
  if (part.contains("fileData"))
    return check_file(part["fileData"].value("fileUri", ""), path + ".file_data.file_uri", model);
  return std::nullopt;
}

std::optional<ApiError> check_frame_rate(const json& part, const std::string& path) {
  const auto fps = part.value(json::json_pointer("/videoMetadata/fps"), 1.0);
  if (fps > 0 && fps <= 24)
    return std::nullopt;
  return unfit_field(path + ".video_metadata.fps", "must be in the range (0, 24].");
}

std::optional<ApiError> check_parts(const json& content, const std::string& path, const Model& model) {
  if (!content.contains("parts") || content["parts"].empty())
    return unfit_field(path + ".parts", "contents.parts must not be empty.");
  for (std::size_t i = 0; i < content["parts"].size(); ++i) {
    const auto& part = content["parts"][i];
    const auto part_path = path + ".parts[" + std::to_string(i) + "]";
    if (std::none_of(data_members.begin(), data_members.end(), [&](const char* name) { return part.contains(name); }))
      return unfit_field(part_path + ".data", "required oneof field 'data' must have one initialized field");
    if (auto error = check_media(part, part_path, model))
      return error;
    if (auto error = check_frame_rate(part, part_path))
      return error;
    for (const auto& [member, name] :
         {std::pair{"functionCall", "function_call"}, std::pair{"functionResponse", "function_response"}})
      if (part.contains(member) && part[member].value("name", "").empty())
        return unfit_field(part_path + "." + name + ".name", "Name cannot be empty.");
    if (part.contains("functionResponse") && !part["functionResponse"].contains("response"))
      return unfit_field(part_path + ".function_response.response", "must be specified");
  }
  return std::nullopt;
}

std::size_t count(const json& content, const char* member) {
  const auto& parts = content["parts"];
  return static_cast<std::size_t>(
      std::count_if(parts.begin(), parts.end(), [member](const json& part) { return part.contains(member); }));
}

bool is_model_turn(const json& content) {
  return content.value("role", "user") == "model";
}

// Every response must name a call of its turn: by id when both sides have ids, else by name.
bool responses_match(const json& calls, const json& responses) {
  for (const auto& part : responses["parts"]) {
    if (!part.contains("functionResponse"))
      continue;
    const auto& response = part["functionResponse"];
    const auto answers = [&response](const json& candidate) {
      if (!candidate.contains("functionCall"))
        return false;
      const auto& call = candidate["functionCall"];
      if (call.contains("id") && response.contains("id") && call["id"] != response["id"])
        return false;
      return call["name"] == response["name"];
    };
    if (std::none_of(calls["parts"].begin(), calls["parts"].end(), answers))
      return false;
  }
  return true;
}

std::size_t start_of_tool_loop(const json& contents) {
  for (auto i = contents.size(); i > 0; --i)
    if (!is_model_turn(contents[i - 1]) && count(contents[i - 1], "functionResponse") == 0)
      return i - 1;
  return 0;
}

} // namespace

std::optional<ApiError> check_contents(const json& request, const Model& model) {
  if (!request.contains("contents") || request["contents"].empty())
    return unfit_field("contents", "contents is not specified");
  const auto& contents = request["contents"];
  for (std::size_t i = 0; i < contents.size(); ++i) {
    const auto path = "contents[" + std::to_string(i) + "]";
    if (auto error = check_parts(contents[i], path, model))
      return error;
    const auto role = contents[i].value("role", "user");
    const bool old_function_role = role == "function" && count(contents[i], "functionResponse") > 0;
    if (role != "user" && role != "model" && !old_function_role)
      return invalid_argument("Please use a valid role: user, model.");
  }
  if (request.contains("systemInstruction")) {
    if (!model.system_instruction)
      return invalid_argument("Developer instruction is not enabled for models/" + std::string{model.id});
    if (auto error = check_parts(request["systemInstruction"], "system_instruction", model))
      return error;
  }
  return std::nullopt;
}

std::optional<ApiError> check_turns(const json& contents) {
  for (std::size_t i = 0; i < contents.size(); ++i) {
    const auto calls = count(contents[i], "functionCall");
    const auto responses = count(contents[i], "functionResponse");
    const bool model_turn = is_model_turn(contents[i]);
    if ((calls > 0 && !model_turn) || (calls > 0 && (i == 0 || is_model_turn(contents[i - 1]))))
      return invalid_argument("Please ensure that function call turn comes immediately after a user turn or after a "
                              "function response turn.");
    const auto expected = i > 0 && is_model_turn(contents[i - 1]) ? count(contents[i - 1], "functionCall") : 0;
    if (responses > 0 && (model_turn || expected == 0))
      return invalid_argument(
          "Please ensure that function response turn comes immediately after a function call turn.");
    const bool unanswered_at_end = calls > 0 && i + 1 == contents.size();
    if (responses != expected || unanswered_at_end)
      return invalid_argument("Please ensure that the number of function response parts is equal to the number of "
                              "function call parts of the function call turn.");
    if (responses > 0 && !responses_match(contents[i - 1], contents[i]))
      return invalid_argument("Please ensure that every function response part answers a function call part of the "
                              "function call turn, by name and id.");
  }
  return std::nullopt;
}

std::optional<ApiError> check_signatures(const json& contents, const Model& model) {
  const auto loop_start = model.modern() ? start_of_tool_loop(contents) : contents.size();
  for (std::size_t i = 0; i < contents.size(); ++i) {
    bool call_seen = false;
    for (std::size_t j = 0; j < contents[i]["parts"].size(); ++j) {
      const auto& part = contents[i]["parts"][j];
      const bool signed_part = part.contains("thoughtSignature") && part["thoughtSignature"] != "";
      if (signed_part &&
          !valid_signature(part["thoughtSignature"].get_ref<const std::string&>(), model.signature_family()))
        return invalid_argument(corrupted_signature);
      const bool first_call = part.contains("functionCall") && !call_seen;
      call_seen = call_seen || first_call;
      if (first_call && !signed_part && i > loop_start)
        return missing_signature(part["functionCall"].value("name", ""), j + 1);
    }
  }
  return std::nullopt;
}

bool has_own_signature(const json& contents) {
  for (const auto& content : contents)
    for (const auto& part : content["parts"])
      if (const auto signature = part.value("thoughtSignature", ""); !signature.empty() && !is_sentinel(signature))
        return true;
  return false;
}

} // namespace geminid::sim
