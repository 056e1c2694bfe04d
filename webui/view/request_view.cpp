#include "webui/view/request_view.hpp"

namespace geminid::webui {
namespace {

constexpr std::array<ThinkingPresetText, 6> presets{{
    {{"Model default", "模型默认"},
     {"Nothing is said: each model thinks as Google made it.", "不作指定，由各模型自行决定。"}},
    {{"Off", "关闭"},
     {"No thinking where the model allows that, else the least: fastest and cheapest.",
      "能关闭的模型不思考，否则取最小值：最快、最省。"}},
    {{"Automatic", "自动"},
     {"The model decides for each request how long it thinks.", "由模型按每个请求决定思考多久。"}},
    {{"24k for Flash", "Flash 24k"},
     {"24,576 tokens: the most that Gemini 2.5 Flash can think.", "24,576 token：Gemini 2.5 Flash 的上限。"}},
    {{"32k for Pro", "Pro 32k"},
     {"32,768 tokens: the most that Gemini 2.5 Pro can think.", "32,768 token：Gemini 2.5 Pro 的上限。"}},
    {{"Own budget", "自定义"}, {"A number of tokens of your own.", "自行指定 token 数。"}},
}};

constexpr Phrase example_instruction{"You are a helpful assistant.", "你是一个乐于助人的助手。"};
constexpr Phrase example_message{"What is the capital of France?", "法国的首都是哪里？"};

} // namespace

const ThinkingPresetText& text_of(ThinkingPreset preset) {
  return presets[static_cast<std::size_t>(preset)];
}

ThinkingPreset preset_of(const dto::Thinking& thinking) {
  switch (thinking.mode) {
  case dto::ThinkingMode::off:
    return ThinkingPreset::off;
  case dto::ThinkingMode::automatic:
    return ThinkingPreset::automatic;
  case dto::ThinkingMode::fixed:
    return thinking.budget == flash_budget ? ThinkingPreset::flash_24k
           : thinking.budget == pro_budget ? ThinkingPreset::pro_32k
                                           : ThinkingPreset::own;
  case dto::ThinkingMode::model_default:
    break;
  }
  return ThinkingPreset::model_default;
}

void apply(ThinkingPreset preset, dto::Thinking& thinking) {
  using Mode = dto::ThinkingMode;
  switch (preset) {
  case ThinkingPreset::model_default:
    thinking.mode = Mode::model_default;
    thinking.budget = -1;
    return;
  case ThinkingPreset::off:
    thinking.mode = Mode::off;
    thinking.budget = -1;
    return;
  case ThinkingPreset::automatic:
    thinking.mode = Mode::automatic;
    thinking.budget = -1;
    return;
  case ThinkingPreset::flash_24k:
    thinking.budget = flash_budget;
    break;
  case ThinkingPreset::pro_32k:
    thinking.budget = pro_budget;
    break;
  case ThinkingPreset::own:
    if (preset_of(thinking) != ThinkingPreset::own)
      thinking.budget = own_budget_at_first;
    break;
  }
  thinking.mode = Mode::fixed;
}

RequestPreview preview_of(const dto::PromptInjectionSettings& injection, const Locale& locale) {
  RequestPreview preview{{{example_instruction.in(locale)}}, {{example_message.in(locale)}}};
  if (!injection.enabled || injection.content.empty())
    return preview;
  const PreviewPart added{injection.content, true};
  switch (injection.position) {
  case dto::InjectionPosition::system:
    preview.instruction.insert(preview.instruction.begin(), added);
    break;
  case dto::InjectionPosition::user_prefix:
    preview.user.insert(preview.user.begin(), added);
    break;
  case dto::InjectionPosition::user_suffix:
    preview.user.push_back(added);
    break;
  }
  return preview;
}

} // namespace geminid::webui
