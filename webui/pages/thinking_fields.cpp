#include "webui/pages/thinking_fields.hpp"

#include "shared/config_rules.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/language.hpp"

namespace geminid::webui {
namespace {

constexpr Phrase budget{"Budget in tokens", "思考预算（Token）"};
constexpr Phrase include_thoughts{"Answer with the thoughts", "在回答中附带思考内容"};

} // namespace

bool thinking_fields(const std::string& label, ThinkingDraft& draft, const Phrase& inherited) {
  std::array<const char*, thinking_choices.size()> names{tr(inherited)};
  for (std::size_t i = 1; i < names.size(); ++i)
    names[i] = tr(thinking_choices[i]);
  bool changed = select(label, draft.choice, names);
  if (static_cast<ThinkingChoice>(draft.choice) == ThinkingChoice::own)
    changed = integer_field(tr(budget), draft.budget, 0, dto::thinking_budget_range.max) || changed;
  if (static_cast<ThinkingChoice>(draft.choice) != ThinkingChoice::inherited)
    changed = toggle(tr(include_thoughts), draft.include_thoughts) || changed;
  return changed;
}

} // namespace geminid::webui
