#include "webui/view/thinking_choice.hpp"

#include "webui/core/format.hpp"

namespace geminid::webui {
namespace {

using dto::ThinkingMode;

constexpr Phrase tokens{"{} tokens", "{} Token"};

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

} // namespace

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
  dto::Thinking thinking{ThinkingMode::fixed, -1, draft.include_thoughts};
  switch (static_cast<ThinkingChoice>(draft.choice)) {
  case ThinkingChoice::inherited:
    return std::nullopt;
  case ThinkingChoice::model_default:
    thinking.mode = ThinkingMode::model_default;
    break;
  case ThinkingChoice::off:
    thinking.mode = ThinkingMode::off;
    break;
  case ThinkingChoice::automatic:
    thinking.mode = ThinkingMode::automatic;
    break;
  case ThinkingChoice::flash:
    thinking.budget = flash_budget;
    break;
  case ThinkingChoice::pro:
    thinking.budget = pro_budget;
    break;
  case ThinkingChoice::own:
    if (!draft.budget)
      thinking.mode = ThinkingMode::automatic;
    thinking.budget = draft.budget.value_or(-1);
    break;
  }
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
