#include "webui/view/thinking_choice.hpp"

#include "webui/core/format.hpp"

namespace geminid::webui {
namespace {

using dto::ThinkingMode;

constexpr Phrase tokens{"{} [token|tokens]", "{} Token"};

constexpr std::array<Phrase, thinking_choices.size()> sentences{{
    {"What is set above it holds.", "沿用上级设置。"},
    {"Nothing is said: each model thinks as Google made it.", "不作指定，由各模型自行决定。"},
    {"No thinking where the model allows that, else the least: fastest and cheapest.",
     "能关闭的模型不思考，否则取最小值：最快、最省。"},
    {"The model decides for each request how long it thinks.", "由模型按每个请求决定思考多久。"},
    {"24,576 tokens: the most that Gemini 2.5 Flash can think.", "24,576 token：Gemini 2.5 Flash 的上限。"},
    {"32,768 tokens: the most that Gemini 2.5 Pro can think.", "32,768 token：Gemini 2.5 Pro 的上限。"},
    {"A number of tokens of your own.", "自行指定 token 数。"},
}};

} // namespace

const Phrase& sentence_of(ThinkingChoice choice) {
  return sentences[static_cast<std::size_t>(choice)];
}

ThinkingChoice choice_of(const dto::Thinking& thinking) {
  switch (thinking.mode) {
  case ThinkingMode::model_default:
    return ThinkingChoice::model_default;
  case ThinkingMode::off:
    return ThinkingChoice::off;
  case ThinkingMode::automatic:
    return ThinkingChoice::automatic;
  case ThinkingMode::fixed:
    break;
  }
  if (thinking.budget == flash_budget)
    return ThinkingChoice::flash;
  return thinking.budget == pro_budget ? ThinkingChoice::pro : ThinkingChoice::own;
}

void apply(ThinkingChoice choice, dto::Thinking& thinking) {
  const auto set = [&](ThinkingMode mode, std::int64_t budget) {
    thinking.mode = mode;
    thinking.budget = budget;
  };
  switch (choice) {
  case ThinkingChoice::inherited:
    break;
  case ThinkingChoice::model_default:
    return set(ThinkingMode::model_default, -1);
  case ThinkingChoice::off:
    return set(ThinkingMode::off, -1);
  case ThinkingChoice::automatic:
    return set(ThinkingMode::automatic, -1);
  case ThinkingChoice::flash:
    return set(ThinkingMode::fixed, flash_budget);
  case ThinkingChoice::pro:
    return set(ThinkingMode::fixed, pro_budget);
  case ThinkingChoice::own:
    if (choice_of(thinking) != ThinkingChoice::own)
      set(ThinkingMode::fixed, own_budget_at_first);
    break;
  }
}

ThinkingDraft thinking_draft(const std::optional<dto::Thinking>& thinking) {
  if (!thinking)
    return {};
  const auto choice = choice_of(*thinking);
  ThinkingDraft draft{static_cast<int>(choice), std::nullopt, thinking->include_thoughts};
  if (choice == ThinkingChoice::own)
    draft.budget = thinking->budget;
  return draft;
}

std::optional<dto::Thinking> thinking_of(const ThinkingDraft& draft) {
  const auto choice = static_cast<ThinkingChoice>(draft.choice);
  if (choice == ThinkingChoice::inherited)
    return std::nullopt;
  if (choice == ThinkingChoice::own && draft.budget)
    return dto::Thinking{ThinkingMode::fixed, *draft.budget, draft.include_thoughts};
  dto::Thinking thinking{ThinkingMode::model_default, -1, draft.include_thoughts};
  apply(choice == ThinkingChoice::own ? ThinkingChoice::automatic : choice, thinking);
  return thinking;
}

std::string thinking_text(const std::optional<dto::Thinking>& thinking, Language language) {
  if (!thinking)
    return {};
  const auto choice = choice_of(*thinking);
  if (choice == ThinkingChoice::own)
    return filled(tokens.in(language), {format_integer(thinking->budget)});
  return thinking_choices[static_cast<std::size_t>(choice)].in(language);
}

} // namespace geminid::webui
