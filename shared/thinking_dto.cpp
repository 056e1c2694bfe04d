#include "shared/thinking_dto.hpp"

#include "shared/config_rules.hpp"

#include <array>

namespace geminid::dto {
namespace {

constexpr std::array<std::pair<ThinkingMode, std::string_view>, 4> modes{{
    {ThinkingMode::model_default, "model_default"},
    {ThinkingMode::off, "off"},
    {ThinkingMode::automatic, "auto"},
    {ThinkingMode::fixed, "fixed"},
}};

} // namespace

EnumNames<ThinkingMode> thinking_mode_names() {
  return modes;
}

void read_thinking(Fields& fields, Thinking& thinking) {
  fields.choice<ThinkingMode>("mode", thinking.mode, modes)
      .integer("budget", thinking.budget, thinking_budget_range)
      .boolean("include_thoughts", thinking.include_thoughts);
  if (thinking.mode == ThinkingMode::fixed && thinking.budget < 0)
    fields.fail("budget", "must be 0 or more when mode is fixed");
}

void read_thinking_member(Fields& fields, Thinking& thinking) {
  fields.object("thinking", [&thinking](Fields& inner) { read_thinking(inner, thinking); });
}

json to_json(const Thinking& thinking) {
  return {{"mode", enum_name<ThinkingMode>(modes, thinking.mode)},
          {"budget", thinking.budget},
          {"include_thoughts", thinking.include_thoughts}};
}

json nullable_json(const std::optional<Thinking>& thinking) {
  return thinking ? to_json(*thinking) : json(nullptr);
}

} // namespace geminid::dto
