#include "webui/view/settings_draft.hpp"

#include "webui/core/format.hpp"
#include "webui/view/setting_texts.hpp"

#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace geminid::webui {
namespace {

using dto::json;

constexpr Phrase on{"On", "开"};
constexpr Phrase off{"Off", "关"};
constexpr Phrase left_to_model{"Left to the model", "由模型决定"};
constexpr Phrase none{"None", "无"};
constexpr Phrase as_started{"As started", "按启动参数"};
constexpr Phrase price_pair{"${} in, ${} out", "输入 ${}，输出 ${}"};

constexpr std::size_t shown_text_max = 48; // bytes

template <class Act>
void with_section(SettingsSection section, Act act) {
  switch (section) {
  case SettingsSection::routing:
    return act(&dto::Settings::routing);
  case SettingsSection::thinking:
    return act(&dto::Settings::thinking);
  case SettingsSection::prompt_injection:
    return act(&dto::Settings::prompt_injection);
  case SettingsSection::keep_alive:
    return act(&dto::Settings::keep_alive);
  case SettingsSection::health_checks:
    return act(&dto::Settings::health_checks);
  case SettingsSection::logs:
    return act(&dto::Settings::logs);
  case SettingsSection::prices:
    return act(&dto::Settings::prices);
  }
}

json section_of(const dto::Settings& settings, SettingsSection section) {
  return dto::to_json(settings)[std::string{wire_name(section)}];
}

json patch_between(const dto::Settings& before, const dto::Settings& after, SettingsSection section) {
  return {{std::string{wire_name(section)}, patch_of(section_of(before, section), section_of(after, section))}};
}

std::string shortened(std::string text) {
  for (auto& c : text)
    if (c == '\n')
      c = ' ';
  if (text.size() <= shown_text_max)
    return text;
  auto end = shown_text_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end; // not within a character
  return text.substr(0, end) + "…";
}

std::string text_of(const json& value, std::string_view path, const Locale& locale) {
  if (value.is_boolean())
    return (value.get<bool>() ? on : off).in(locale);
  if (path == "thinking.budget" && value == -1)
    return left_to_model.in(locale);
  if (value.is_number_integer())
    return format_integer(value.get<std::int64_t>());
  if (value.is_string()) {
    const auto text = value.get<std::string>();
    if (text.empty())
      return none.in(locale);
    return path == "prompt_injection.content" ? shortened(text) : setting_value_text(text, locale);
  }
  if (value.is_object())
    return filled(price_pair.in(locale),
                  {format_decimal(value.value("input", 0.0)), format_decimal(value.value("output", 0.0))});
  return (path == "logs.level" ? as_started : none).in(locale);
}

} // namespace

std::string_view wire_name(SettingsSection section) {
  constexpr std::array<std::string_view, 7> names{
      "routing", "thinking", "prompt_injection", "keep_alive", "health_checks", "logs", "prices"};
  return names[static_cast<std::size_t>(section)];
}

void SettingsDraft::take(const dto::Settings& current) {
  for (const auto section : settings_sections)
    if (!changed(section))
      with_section(section, [&](auto member) { wanted.*member = current.*member; });
  current_ = current;
}

void SettingsDraft::saved(SettingsSection section, const dto::Settings& current) {
  discard(section);
  take(current);
}

void SettingsDraft::discard(SettingsSection section) {
  with_section(section, [&](auto member) { wanted.*member = current_.*member; });
}

bool SettingsDraft::changed(SettingsSection section) const {
  bool differs = false;
  with_section(section, [&](auto member) { differs = !(wanted.*member == current_.*member); });
  return differs;
}

bool SettingsDraft::changed() const {
  return !(wanted == current_);
}

json SettingsDraft::patch(SettingsSection section) const {
  return patch_between(current_, wanted, section);
}

json SettingsDraft::reverse_patch(SettingsSection section) const {
  return patch_between(wanted, current_, section);
}

json patch_of(const json& before, const json& after) {
  auto patch = json::object();
  for (const auto& [name, value] : after.items()) {
    const auto former = before.find(name);
    if (former == before.end())
      patch[name] = value;
    else if (*former != value)
      patch[name] = former->is_object() && value.is_object() ? patch_of(*former, value) : value;
  }
  for (const auto& [name, value] : before.items())
    if (!after.contains(name))
      patch[name] = nullptr;
  return patch;
}

std::vector<SettingChange> changes_of(const SettingsDraft& draft, SettingsSection section, const Locale& locale) {
  const auto before = section_of(draft.current(), section);
  const auto after = section_of(draft.wanted, section);
  std::vector<SettingChange> changes;
  const auto patch = patch_of(before, after);
  for (const auto& [name, value] : patch.items()) {
    const auto path = std::string{wire_name(section)} + "." + name;
    const std::string_view label = setting_text(path).label.in(locale);
    changes.push_back({label.empty() ? name : std::string{label},
                       text_of(before.contains(name) ? before[name] : json(nullptr), path, locale),
                       text_of(after.contains(name) ? after[name] : json(nullptr), path, locale)});
  }
  return changes;
}

std::optional<std::int64_t> whole_number(std::string_view text, dto::IntegerRange range) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < range.min || number > range.max)
    return std::nullopt;
  return number;
}

std::optional<double> price_number(std::string_view text) {
  std::string plain;
  int points = 0;
  for (const char c : text) {
    const bool point = c == '.' || c == ',';
    if (!point && (c < '0' || c > '9'))
      return std::nullopt;
    points += point ? 1 : 0;
    plain += point ? '.' : c;
  }
  if (plain.empty() || points > 1 || plain.size() > 16 || plain == ".")
    return std::nullopt;
  const auto price = std::strtod(plain.c_str(), nullptr);
  return price <= static_cast<double>(dto::price_max) ? std::optional{price} : std::nullopt;
}

} // namespace geminid::webui
