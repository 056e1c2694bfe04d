#include "tools/gemini_sim/answer_media_check.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::sim {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 30> voices{
    "Zephyr",     "Puck",          "Charon",       "Kore",      "Fenrir",     "Leda",    "Orus",    "Aoede",
    "Callirrhoe", "Autonoe",       "Enceladus",    "Iapetus",   "Umbriel",    "Algieba", "Despina", "Erinome",
    "Algenib",    "Rasalgethi",    "Laomedeia",    "Achernar",  "Alnilam",    "Schedar", "Gacrux",  "Pulcherrima",
    "Achird",     "Zubenelgenubi", "Vindemiatrix", "Sadachbia", "Sadaltager", "Sulafat"};
constexpr std::array aspect_ratios{"1:1",  "2:3",  "3:2",  "3:4", "4:3", "4:5", "5:4",
                                   "9:16", "16:9", "21:9", "1:4", "4:1", "1:8", "8:1"};
constexpr std::array image_sizes{"512", "1K", "2K", "4K"};

std::string list_of(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words)
    text += (text.empty() ? "" : ", ") + word;
  return text;
}

// In any order; none stands for the model's own.
std::optional<ApiError> check_modalities(const json& config, const Model& model) {
  using Combination = std::vector<std::string>;
  const std::map<Answers, std::vector<Combination>> accepted{
      {Answers::text, {{"TEXT"}}}, {Answers::images, {{"IMAGE"}, {"IMAGE", "TEXT"}}}, {Answers::speech, {{"AUDIO"}}}};
  auto asked = config.value("responseModalities", Combination{});
  std::sort(asked.begin(), asked.end());
  if (asked.empty() && model.answers == Answers::speech)
    asked = {"TEXT"};
  const auto& combinations = accepted.at(model.answers);
  if (asked.empty() || std::find(combinations.begin(), combinations.end(), asked) != combinations.end())
    return std::nullopt;
  auto message = "The requested combination of response modalities (" + list_of(asked) +
                 ") is not supported by the model. models/" + std::string{model.id} +
                 " accepts the following combination of response modalities:\n";
  for (const auto& combination : combinations)
    message += "* " + list_of(combination) + "\n";
  return invalid_argument(message);
}

std::optional<ApiError> check_speech(const json& config, const Model& model) {
  if (!config.contains("speechConfig"))
    return std::nullopt;
  if (model.answers != Answers::speech)
    return not_enabled("Speech", model.id);
  const json::json_pointer prebuilt{"/speechConfig/voiceConfig/prebuiltVoiceConfig"};
  if (!config.contains(prebuilt))
    return std::nullopt;
  const auto voice = config[prebuilt].value("voiceName", "");
  if (std::find(voices.begin(), voices.end(), voice) != voices.end())
    return std::nullopt;
  return invalid_argument("Voice name " + voice + " is not supported.");
}

std::optional<ApiError> check_image(const json& config, const Model& model) {
  if (!config.contains("imageConfig"))
    return std::nullopt;
  if (model.answers != Answers::images)
    return not_enabled("Image generation", model.id);
  const auto ratio = config["imageConfig"].value("aspectRatio", "1:1");
  if (std::find(aspect_ratios.begin(), aspect_ratios.end(), ratio) == aspect_ratios.end())
    return invalid_argument("Unsupported aspect ratio: " + ratio);
  const auto size = config["imageConfig"].value("imageSize", "1K");
  if (std::find(image_sizes.begin(), image_sizes.end(), size) == image_sizes.end())
    return invalid_argument("Unsupported image size: " + size);
  return std::nullopt;
}

} // namespace

std::optional<ApiError> check_answer_media(const json& config, const Model& model) {
  for (const auto check : {check_modalities, check_speech, check_image})
    if (auto error = check(config, model))
      return error;
  return std::nullopt;
}

} // namespace geminid::sim
