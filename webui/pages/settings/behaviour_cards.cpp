// The cards of the Settings page that are settings of the gateway.
#include "shared/config_rules.hpp"
#include "webui/core/format.hpp"
#include "webui/pages/settings/settings_page.hpp"
#include "webui/view/setting_texts.hpp"
#include "webui/view/settings_view.hpp"
#include "webui/view/thinking_choice.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/notes.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

constexpr Phrase thinking_title{"Thinking", "思考"};
constexpr Phrase prompt_title{"Prompt", "提示词"};
constexpr Phrase keep_alive_title{"Keep-alive", "保活"};
constexpr Phrase health_title{"Health checks", "健康检查"};
constexpr Phrase logs_title{"Logs", "日志"};

constexpr Phrase preview_label{"What Google is then sent", "发送给 Google 的内容"};
constexpr Phrase instruction_label{"System instruction", "系统指令"};
constexpr Phrase user_label{"User", "用户"};
constexpr Phrase delete_warning{
    "Keys that stay invalid for {} [day|days] are deleted for good. What Google blocked by mistake is lost too.",
    "失效满 {} 天的密钥会被永久删除，被 Google 误封的也不例外。"};
constexpr Phrase bodies_warning{
    "What your users ask and are answered is stored on the disk of this host, for as long as the log is kept.",
    "用户的提问和回答会保存在本主机磁盘上，直到日志过期。"};
constexpr Phrase as_started{"As started", "按启动参数"};

using Section = SettingsSection;

void draw_message(const Phrase& role, const std::vector<PreviewPart>& parts) {
  text(tr(role), {12, true, theme().muted});
  for (const auto& part : parts) {
    const auto at = ImGui::GetCursorScreenPos();
    ImGui::Indent(12);
    paragraph(part.text, {14, false, part.added ? 0U : theme().muted});
    ImGui::Unindent(12);
    const auto bottom = ImGui::GetItemRectMax().y;
    ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y}, {at.x + 3, bottom},
                                              part.added ? theme().accent : theme().line, 1.5F);
  }
}

} // namespace

void SettingsPage::draw_thinking(float width) {
  auto& thinking = form_.wanted().thinking;
  begin_card("##thinking", {width, 0});
  form_.title(thinking_title, Section::thinking);
  form_.explain("thinking.mode");
  // All but the first: nothing stands above the settings.
  std::array<const char*, thinking_choices.size() - 1> names{};
  for (std::size_t i = 0; i < names.size(); ++i)
    names[i] = tr(thinking_choices[i + 1]);
  own_budget_ = own_budget_ && thinking.mode == dto::ThinkingMode::fixed && form_.draft().changed(Section::thinking);
  auto choice = own_budget_ ? ThinkingChoice::own : choice_of(thinking);
  auto shown = static_cast<int>(choice) - 1;
  if (segmented("##thinking", shown, names)) {
    choice = static_cast<ThinkingChoice>(shown + 1);
    apply(choice, thinking);
    own_budget_ = choice == ThinkingChoice::own;
  }
  paragraph(tr(sentence_of(choice)), muted(small_text_size));
  space(4);
  if (choice == ThinkingChoice::own)
    form_.number("thinking.budget", thinking.budget, {0, dto::thinking_budget_range.max});
  form_.flag("thinking.include_thoughts", thinking.include_thoughts);
  form_.footer(Section::thinking);
  end_card();
}

void SettingsPage::draw_prompt(float width) {
  auto& injection = form_.wanted().prompt_injection;
  begin_card("##prompt", {width, 0});
  form_.title(prompt_title, Section::prompt_injection);
  form_.flag("prompt_injection.enabled", injection.enabled);
  form_.explain("prompt_injection.position");
  const auto system = setting_value_text("system", locale());
  const auto before = setting_value_text("user_prefix", locale());
  const auto after = setting_value_text("user_suffix", locale());
  const std::array places{system.c_str(), before.c_str(), after.c_str()};
  auto place = static_cast<int>(injection.position);
  if (segmented("##place", place, places))
    injection.position = static_cast<dto::InjectionPosition>(place);
  space(4);
  form_.explain("prompt_injection.content");
  TextFieldOptions options;
  options.lines = 4;
  options.size_max = dto::content_rule.size_max;
  text_field(std::string{"##"} + tr(setting_text("prompt_injection.content").label), injection.content, options);
  draw_preview();
  form_.footer(Section::prompt_injection);
  end_card();
}

void SettingsPage::draw_preview() {
  const auto preview = preview_of(form_.wanted().prompt_injection, locale());
  field_label(tr(preview_label));
  ImGui::PushStyleColor(ImGuiCol_ChildBg, theme().field);
  begin_card("##preview");
  ImGui::PopStyleColor();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(8, 5));
  draw_message(instruction_label, preview.instruction);
  space(2);
  draw_message(user_label, preview.user);
  ImGui::PopStyleVar();
  end_card();
}

void SettingsPage::draw_keep_alive(float width) {
  auto& keep_alive = form_.wanted().keep_alive;
  begin_card("##keepalive", {width, 0});
  form_.title(keep_alive_title, Section::keep_alive);
  form_.flag("keep_alive.enabled", keep_alive.enabled);
  if (keep_alive.enabled)
    form_.number("keep_alive.interval_minutes", keep_alive.interval_minutes, dto::interval_minutes_range);
  if (const auto* const system = system_.get())
    paragraph(keep_alive_text(system->keep_alive, system->public_url, context().host.now(), locale()),
              muted(small_text_size));
  form_.footer(Section::keep_alive);
  end_card();
}

void SettingsPage::draw_health(float width) {
  auto& health = form_.wanted().health_checks;
  begin_card("##health", {width, 0});
  form_.title(health_title, Section::health_checks);
  form_.flag("health_checks.enabled", health.enabled);
  if (health.enabled)
    form_.number("health_checks.interval_minutes", health.interval_minutes, dto::interval_minutes_range);
  form_.number("health_checks.delete_invalid_after_days", health.delete_invalid_after_days,
               dto::delete_after_days_range);
  if (health.delete_invalid_after_days > 0)
    notice(NoticeKind::warning, filled(tr(delete_warning), {std::to_string(health.delete_invalid_after_days)}));
  form_.footer(Section::health_checks);
  end_card();
}

void SettingsPage::draw_logs(float width) {
  auto& logs = form_.wanted().logs;
  begin_card("##logs", {width, 0});
  form_.title(logs_title, Section::logs);
  form_.number("logs.retention_days", logs.retention_days, dto::retention_days_range);
  form_.flag("logs.bodies", logs.bodies);
  if (logs.bodies)
    notice(NoticeKind::warning, tr(bodies_warning));
  form_.explain("logs.level");
  std::vector<std::string> levels{tr(as_started)};
  for (const auto& [level, name] : dto::log_level_names())
    levels.push_back(setting_value_text(name, locale()));
  std::vector<const char*> names;
  for (const auto& level : levels)
    names.push_back(level.c_str());
  auto chosen = logs.level ? static_cast<int>(*logs.level) + 1 : 0;
  if (select(std::string{"##"} + tr(setting_text("logs.level").label), chosen, names, 220)) {
    if (chosen == 0)
      logs.level.reset();
    else
      logs.level = static_cast<dto::LogLevel>(chosen - 1);
  }
  form_.footer(Section::logs);
  end_card();
}

} // namespace geminid::webui
