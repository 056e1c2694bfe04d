#include "server/translate/thinking.hpp"

#include <algorithm>
#include <array>

namespace geminid::translate {
namespace {

using Amount = ThinkingWish::Amount;

struct NamedLevel {
  std::string_view name;
  ThinkingLevel level;
};
constexpr std::array level_names{
    NamedLevel{"minimal", ThinkingLevel::minimal}, NamedLevel{"low", ThinkingLevel::low},
    NamedLevel{"medium", ThinkingLevel::medium},   NamedLevel{"high", ThinkingLevel::high},
    NamedLevel{"xhigh", ThinkingLevel::xhigh},     NamedLevel{"max", ThinkingLevel::xhigh},
};

constexpr std::array wire_names{"MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH"};

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

ThinkingWish wish_of_budget(std::int64_t tokens) {
  if (tokens == 0)
    return {Amount::off};
  return tokens < 0 ? ThinkingWish{Amount::automatic} : ThinkingWish{Amount::budget, tokens};
}

ThinkingWish read_level(const ObjectReader& reader, std::string_view name, bool none_allowed) {
  const auto text = reader.string(name);
  if (!text)
    return {};
  const auto level = lower(*text);
  if (none_allowed && level == "none")
    return {Amount::off};
  for (const auto& known : level_names)
    if (known.name == level)
      return {Amount::level, 0, known.level};
  std::string message = "Invalid value: '" + std::string{*text} + "'. Supported values are: ";
  reader.refuse(
      name,
      message.append(none_allowed ? "'none', " : "").append("'minimal', 'low', 'medium', 'high', 'xhigh' and 'max'."));
  return {};
}

std::string_view present_name(const ObjectReader& reader, std::string_view snake, std::string_view camel) {
  return reader.find(snake) ? snake : camel;
}

ThinkingWish read_thinking_config(const ObjectReader& config) {
  const auto budget_name = present_name(config, "thinking_budget", "thinkingBudget");
  const auto level_name = present_name(config, "thinking_level", "thinkingLevel");
  if (config.find(budget_name) && config.find(level_name))
    config.refuse(level_name, "A thinking budget and a thinking level exclude each other.");
  auto wish = read_level(config, level_name, false);
  if (const auto budget = config.integer(budget_name, -1, 1'000'000))
    wish = wish_of_budget(*budget);
  wish.include_thoughts = config.boolean(present_name(config, "include_thoughts", "includeThoughts"));
  return wish;
}

// What stands in one place, when there is such a place.
std::optional<ThinkingWish> explicit_config(const ObjectReader& place) {
  const auto name = present_name(place, "thinking_config", "thinkingConfig");
  const auto config = place.object(name);
  if (!config)
    return std::nullopt;
  return read_thinking_config({*config, place.path_of(name), place.complaint()});
}

// OpenRouter's form: {"effort","max_tokens","exclude","enabled"}.
ThinkingWish read_reasoning(const ObjectReader& reasoning) {
  auto wish = read_level(reasoning, "effort", true);
  const auto tokens = reasoning.integer("max_tokens", -1, 1'000'000);
  const auto enabled = reasoning.boolean("enabled");
  if (wish.amount == Amount::unstated && tokens)
    wish = wish_of_budget(*tokens);
  if (wish.amount == Amount::unstated && enabled)
    wish.amount = *enabled ? Amount::automatic : Amount::off;
  wish.include_thoughts = !reasoning.boolean("exclude").value_or(false);
  return wish;
}

// Anthropic's form: {"type":"enabled"|"disabled"|"adaptive","budget_tokens"}.
ThinkingWish read_thinking_object(const ObjectReader& thinking) {
  const auto type = thinking.string("type").value_or("enabled");
  if (type == "disabled")
    return {Amount::off};
  const auto tokens = thinking.integer("budget_tokens", -1, 1'000'000);
  return tokens ? wish_of_budget(*tokens) : ThinkingWish{Amount::automatic};
}

ThinkingWish read_looser_forms(const ObjectReader& root) {
  if (const auto reasoning = root.object("reasoning"))
    return read_reasoning({*reasoning, root.path_of("reasoning"), root.complaint()});
  if (const auto thinking = root.object("thinking"))
    return read_thinking_object({*thinking, root.path_of("thinking"), root.complaint()});
  if (const auto enabled = root.boolean("enable_thinking"))
    return {*enabled ? Amount::automatic : Amount::off};
  return {};
}

ThinkingWish wish_of(const ThinkingDefault& otherwise) {
  using Mode = ThinkingDefault::Mode;
  switch (otherwise.mode) {
  case Mode::model_default:
    return {};
  case Mode::off:
    return {Amount::off};
  case Mode::automatic:
    return {Amount::automatic};
  case Mode::fixed:
    return wish_of_budget(otherwise.budget);
  }
  return {};
}

// The table of 9.1; "minimal" costs what "low" costs.
std::int64_t budget_of(ThinkingLevel level, const ThinkingTraits& traits) {
  switch (level) {
  case ThinkingLevel::minimal:
  case ThinkingLevel::low:
    return 1'024;
  case ThinkingLevel::medium:
    return 8'192;
  case ThinkingLevel::high:
    return 24'576;
  case ThinkingLevel::xhigh:
    break;
  }
  return traits.budget_max;
}

ThinkingLevel level_of(std::int64_t budget) {
  if (budget < 2'000)
    return ThinkingLevel::low;
  return budget < 12'000 ? ThinkingLevel::medium : ThinkingLevel::high;
}

ThinkingLevel lowest(const ThinkingTraits& traits) {
  auto level = ThinkingLevel::minimal;
  while ((traits.levels & level_bit(level)) == 0)
    level = static_cast<ThinkingLevel>(static_cast<int>(level) + 1);
  return level;
}

ThinkingLevel supported(ThinkingLevel wanted, const ThinkingTraits& traits) {
  for (auto level = static_cast<int>(wanted); level >= 0; --level)
    if ((traits.levels & level_bit(static_cast<ThinkingLevel>(level))) != 0)
      return static_cast<ThinkingLevel>(level);
  return lowest(traits);
}

std::optional<std::int32_t> config_budget(const ThinkingWish& wish, const ThinkingTraits& traits) {
  const auto clamped = [&](std::int64_t tokens) {
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(tokens, traits.budget_min, traits.budget_max));
  };
  switch (wish.amount) {
  case Amount::unstated:
    return std::nullopt;
  case Amount::off:
    return traits.can_be_off ? 0 : traits.budget_min;
  case Amount::automatic:
    return -1;
  case Amount::budget:
    return clamped(wish.budget);
  case Amount::level:
    return clamped(budget_of(wish.level, traits));
  }
  return std::nullopt;
}

std::optional<ThinkingLevel> config_level(const ThinkingWish& wish, const ThinkingTraits& traits) {
  switch (wish.amount) {
  case Amount::unstated:
  case Amount::automatic:
    return std::nullopt;
  case Amount::off:
    return lowest(traits);
  case Amount::budget:
    return supported(level_of(wish.budget), traits);
  case Amount::level:
    return supported(wish.level, traits);
  }
  return std::nullopt;
}

} // namespace

ThinkingWish preferred(ThinkingWish better, const ThinkingWish& worse) {
  const auto include_thoughts = better.include_thoughts ? better.include_thoughts : worse.include_thoughts;
  if (better.amount == Amount::unstated)
    better = worse;
  better.include_thoughts = include_thoughts;
  return better;
}

ThinkingWish read_thinking(const ObjectReader& root, const ObjectReader* google) {
  auto wish = google ? explicit_config(*google).value_or(ThinkingWish{}) : ThinkingWish{};
  wish = preferred(wish, explicit_config(root).value_or(ThinkingWish{}));
  wish = preferred(wish, read_level(root, "reasoning_effort", true));
  return preferred(wish, read_looser_forms(root));
}

ThinkingWish with_default(const ThinkingWish& stated, const ThinkingDefault& otherwise) {
  auto wish = preferred(stated, wish_of(otherwise));
  if (!wish.include_thoughts && otherwise.include_thoughts)
    wish.include_thoughts = true;
  return wish;
}

ThinkingConfig thinking_config(const ThinkingWish& wish, const ThinkingTraits& traits) {
  ThinkingConfig config;
  if (traits.control == ThinkingControl::none)
    return config;
  if (traits.control == ThinkingControl::budget)
    config.budget = config_budget(wish, traits);
  else
    config.level = config_level(wish, traits);
  // A model that does not think refuses to be asked for its thoughts.
  const bool thinks = config.budget ? *config.budget != 0 : !traits.off_by_default;
  if (thinks)
    config.include_thoughts = wish.include_thoughts;
  return config;
}

void write_thinking(DomWriter& json, const ThinkingConfig& config) {
  json.begin_object();
  if (config.budget)
    json.key("thinkingBudget").number(*config.budget);
  if (config.level)
    json.key("thinkingLevel").string(wire_names[static_cast<std::size_t>(*config.level)]);
  if (config.include_thoughts)
    json.key("includeThoughts").boolean(*config.include_thoughts);
  json.end_object();
}

} // namespace geminid::translate
