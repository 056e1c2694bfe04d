#include "tools/gemini_sim/catalogue.hpp"

#include "tools/gemini_sim/cursor.hpp"

#include <algorithm>
#include <array>

namespace geminid::sim {
namespace {

constexpr std::size_t page_size_default = 50;
constexpr std::size_t page_size_max = 1000;

constexpr Model budget_model(std::string_view id, std::string_view name, int min, int max, bool off) {
  Model model{.id = id, .quota_name = id, .display_name = name, .generation = 25};
  model.thinking = ThinkingControl::budget;
  model.budget_min = min;
  model.budget_max = max;
  model.budget_off = off;
  model.default_level = "high";
  model.penalties = false;
  return model;
}

constexpr Model level_model(std::string_view id, std::string_view quota_name, std::string_view name, int generation,
                            unsigned levels, std::string_view default_level) {
  Model model{.id = id, .quota_name = quota_name, .display_name = name, .generation = generation};
  model.thinking = ThinkingControl::level;
  model.levels = levels;
  model.default_level = default_level;
  model.budget_max = generation < 40 ? 32'768 : 0;
  model.call_and_stop_apart = generation >= 35;
  model.candidates_max = generation < 31 ? 8 : 1;
  model.long_decode = generation >= 40;
  return model;
}

// Images are not on the free tier, and their models take functions only since Gemini 3 (gemini-wire.md, 5.5).
constexpr Model image_model(Model model) {
  model.answers = Answers::images;
  model.functions = model.json_mode = model.generation >= 30;
  model.free_tier = false;
  model.candidates_max = 1;
  model.output_tokens_max = 32'768;
  return model;
}

constexpr Model speech_model(std::string_view id, std::string_view name, int generation) {
  Model model{.id = id, .quota_name = id, .display_name = name, .generation = generation};
  model.answers = Answers::speech;
  model.functions = model.json_mode = model.penalties = false;
  model.candidates_max = 1;
  model.input_tokens_max = 8'192;
  model.output_tokens_max = 16'384;
  return model;
}

constexpr Model alias(Model target, std::string_view id, std::string_view name) {
  target.served_as = target.id;
  target.id = id;
  target.display_name = name;
  return target;
}

constexpr unsigned four = Level::minimal | Level::low | Level::medium | Level::high;
constexpr unsigned three = Level::low | Level::medium | Level::high;

constexpr auto make_models() {
  auto flash_lite_25 = budget_model("gemini-2.5-flash-lite", "Gemini 2.5 Flash-Lite", 512, 24'576, true);
  flash_lite_25.default_level = "";
  auto flash_3 = level_model("gemini-3-flash-preview", "gemini-3-flash", "Gemini 3 Flash Preview", 30, four, "high");
  flash_3.budget_off = true;
  auto pro_31 = level_model("gemini-3.1-pro-preview", "gemini-3.1-pro", "Gemini 3.1 Pro Preview", 31, three, "high");
  pro_31.free_tier = false;
  auto argon = level_model("gemini-4-argon", "gemini-4-argon", "Gemini 4 Argon", 40, three, "medium");
  argon.free_tier = false;
  argon.explicit_cache = false;
  auto carbon = level_model("gemini-4-carbon", "gemini-4-carbon", "Gemini 4 Carbon", 40, three, "medium");
  carbon.free_tier = false;

  const auto flash_36 = level_model("gemini-3.6-flash", "gemini-3.6-flash", "Gemini 3.6 Flash", 36, four, "medium");
  const auto flash_38 = level_model("gemini-3.8-flash", "gemini-3.8-flash", "Gemini 3.8 Flash", 38, three, "medium");
  // Retired models that are answered by their successors keep buckets of their own.
  auto flash_35 = alias(flash_36, "gemini-3.5-flash", "Gemini 3.5 Flash");
  flash_35.quota_name = flash_35.id;
  auto flash_37 = alias(flash_38, "gemini-3.7-flash", "Gemini 3.7 Flash");
  flash_37.quota_name = flash_37.id;

  Model flash_20{.id = "gemini-2.0-flash", .quota_name = "gemini-2.0-flash", .display_name = "Gemini 2.0 Flash"};
  flash_20.generation = 20;
  flash_20.logprobs = true;
  flash_20.output_tokens_max = 8'192;

  Model gemma_3{.id = "gemma-3-27b-it", .quota_name = "gemma-3-27b", .display_name = "Gemma 3 27B"};
  gemma_3.system_instruction = gemma_3.functions = gemma_3.json_mode = false;
  gemma_3.input_tokens_max = 131'072;
  gemma_3.output_tokens_max = 8'192;

  auto gemma_4 =
      level_model("gemma-4-26b-a4b-it", "gemma-4-26b", "Gemma 4 26B A4B", 0, Level::minimal | Level::high, "high");
  gemma_4.budget_max = 0;
  gemma_4.input_tokens_max = 262'144;

  Model embedding_1{
      .id = "gemini-embedding-001", .quota_name = "gemini-embedding", .display_name = "Gemini Embedding 001"};
  embedding_1.generates = false;
  embedding_1.input_tokens_max = 2'048;
  embedding_1.output_tokens_max = 1;
  auto embedding_2 = embedding_1;
  embedding_2.id = embedding_2.quota_name = "gemini-embedding-2";
  embedding_2.display_name = "Gemini Embedding 2";
  embedding_2.input_tokens_max = 8'192;

  Model flash_image_25{.id = "gemini-2.5-flash-image",
                       .quota_name = "gemini-2.5-flash-preview-image",
                       .display_name = "Gemini 2.5 Flash Image"};
  flash_image_25.generation = 25;
  flash_image_25.penalties = false;
  const auto flash_image_31 = level_model("gemini-3.1-flash-image", "gemini-3.1-flash-image", "Gemini 3.1 Flash Image",
                                          31, Level::minimal | Level::high, "minimal");

  return std::array{
      flash_20,
      budget_model("gemini-2.5-pro", "Gemini 2.5 Pro", 128, 32'768, false),
      budget_model("gemini-2.5-flash", "Gemini 2.5 Flash", 0, 24'576, true),
      flash_lite_25,
      flash_3,
      pro_31,
      level_model("gemini-3.1-flash-lite", "gemini-3.1-flash-lite", "Gemini 3.1 Flash-Lite", 31, four, "minimal"),
      flash_35,
      level_model("gemini-3.5-flash-lite", "gemini-3.5-flash-lite", "Gemini 3.5 Flash-Lite", 35, four, "minimal"),
      flash_36,
      flash_37,
      flash_38,
      alias(flash_38, "gemini-flash-latest", "Gemini Flash Latest"),
      argon,
      carbon,
      level_model("gemini-4-hydrogen", "gemini-4-hydrogen", "Gemini 4 Hydrogen", 40, three | Level::xhigh, "high"),
      image_model(flash_image_25),
      image_model(flash_image_31),
      speech_model("gemini-2.5-flash-preview-tts", "Gemini 2.5 Flash Preview TTS", 25),
      speech_model("gemini-3.8-flash-tts", "Gemini 3.8 Flash TTS", 38),
      gemma_3,
      gemma_4,
      embedding_1,
      embedding_2,
  };
}

constexpr auto models = make_models();

std::optional<std::size_t> page_start(std::string_view token) {
  if (token.empty())
    return 0;
  const auto start = read_cursor("page", token);
  return start && *start < models.size() ? start : std::nullopt;
}

} // namespace

std::string_view Model::signature_family() const {
  if (generation >= 40)
    return "gemini-4";
  return modern() ? "gemini-3" : "gemini-2";
}

std::span<const Model> catalogue() {
  return models;
}

const Model* find_model(std::string_view id) {
  const auto found = std::find_if(models.begin(), models.end(), [id](const Model& model) { return model.id == id; });
  return found == models.end() ? nullptr : &*found;
}

std::optional<Level> level_named(std::string_view name) {
  std::string lower{name};
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  constexpr std::array names{"minimal", "low", "medium", "high", "xhigh"};
  for (std::size_t i = 0; i < names.size(); ++i)
    if (lower == names[i])
      return static_cast<Level>(1U << i);
  return std::nullopt;
}

nlohmann::json model_json(const Model& model) {
  nlohmann::json out{
      {"name", "models/" + std::string{model.id}}, {"version", "001"},
      {"displayName", model.display_name},         {"description", std::string{model.display_name} + ", simulated"},
      {"inputTokenLimit", model.input_tokens_max}, {"outputTokenLimit", model.output_tokens_max}};
  if (!model.generates) {
    out["supportedGenerationMethods"] = {"embedContent", "countTokens", "asyncBatchEmbedContent"};
    return out;
  }
  out["supportedGenerationMethods"] = {"generateContent", "countTokens", "createCachedContent", "batchGenerateContent"};
  if (!model.explicit_cache)
    out["supportedGenerationMethods"].erase(2);
  out.update({{"temperature", 1}, {"topP", 0.95}, {"topK", 64}, {"maxTemperature", 2}});
  if (model.thinking != ThinkingControl::none)
    out["thinking"] = true;
  return out;
}

std::optional<nlohmann::json> model_page(std::size_t page_size, std::string_view page_token) {
  const auto start = page_start(page_token);
  if (!start)
    return std::nullopt;
  const auto end =
      std::min(models.size(), *start + std::min(page_size == 0 ? page_size_default : page_size, page_size_max));
  nlohmann::json out{{"models", nlohmann::json::array()}};
  for (auto i = *start; i < end; ++i)
    out["models"].push_back(model_json(models[i]));
  if (end < models.size())
    out["nextPageToken"] = issue_cursor("page", end);
  return out;
}

} // namespace geminid::sim
