#include "webui/pages/settings/settings_form.hpp"

#include "webui/core/format.hpp"
#include "webui/view/setting_texts.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/notes.hpp"

#include <utility>

namespace geminid::webui {
namespace {

constexpr Phrase unsaved{"Not saved", "未保存"};
constexpr Phrase save_label{"Save", "保存"};
constexpr Phrase discard_label{"Discard", "放弃"};
constexpr Phrase save_name{"Save: {}", "保存：{}"};
constexpr Phrase discard_name{"Discard: {}", "放弃：{}"};
constexpr Phrase saving_label{"Saving…", "正在保存…"};
constexpr Phrase saved_text{"Saved: {}", "已保存：{}"};
constexpr Phrase undone_text{"Taken back", "已撤销"};
constexpr Phrase change_line{"{}: {} → {}", "{}：{} → {}"};
constexpr Phrase not_a_number{"Must be a whole number from {} to {}.", "必须是 {} 到 {} 的整数。"};
constexpr Phrase not_a_price{"Must be a number from 0 to 1,000,000.", "必须是 0 到 1,000,000 的数字。"};

constexpr std::array<Phrase, 7> section_names{{{"Routing", "路由"},
                                               {"Thinking", "思考"},
                                               {"Prompt", "提示词"},
                                               {"Keep-alive", "保活"},
                                               {"Health checks", "健康检查"},
                                               {"Logs", "日志"},
                                               {"Prices", "价格"}}};
constexpr float number_width = 124;

const char* name_of(SettingsSection section) {
  return tr(section_names[static_cast<std::size_t>(section)]);
}

bool is_within(std::string_view path, SettingsSection section) {
  const auto name = wire_name(section);
  return path.substr(0, name.size()) == name && (path.size() == name.size() || path[name.size()] == '.');
}

// Wrapped at a width of its own, as what stands beside it needs the rest.
void wrapped(std::string_view words, float width, const TextStyle& style) {
  ImGui::PushFont(style.bold ? bold_font() : regular_font(), style.size);
  ImGui::PushStyleColor(ImGuiCol_Text, style.colour != 0 ? style.colour : theme().text);
  ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
  ImGui::TextUnformatted(words.data(), words.data() + words.size());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  ImGui::PopFont();
  note_text("text", words);
}

} // namespace

bool SettingsForm::ready() {
  if (settings_.wanted())
    context_.client.load(settings_, "/admin/api/settings", dto::parse_settings);
  if (!settings_.error().empty())
    notice(NoticeKind::error, settings_.error());
  const auto* const settings = settings_.get();
  if (settings == nullptr) {
    if (settings_.loading())
      loading_line();
    return false;
  }
  if (std::exchange(taken_, settings_.revision()) != settings_.revision())
    draft_.take(*settings);
  return true;
}

void SettingsForm::title(const Phrase& title, SettingsSection section) {
  heading(tr(title), 2);
  if (draft_.changed(section)) {
    ImGui::SameLine(0, 10);
    pill(tr(unsaved), theme().warn);
  }
  space(2);
}

bool SettingsForm::wrong(std::string_view path) const {
  return typed_.contains(path) || errors_.contains(path);
}

void SettingsForm::words(std::string_view path, float width, bool marked) {
  const auto& words = setting_text(path);
  ImGui::BeginGroup();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 3));
  wrapped(tr(words.label), width, {text_size, false, marked ? theme().bad : 0});
  wrapped(tr(words.sentence), width, muted(small_text_size));
  if (const auto error = errors_.find(path); error != errors_.end())
    wrapped(error->second, width, {small_text_size, false, theme().bad});
  ImGui::PopStyleVar();
  ImGui::EndGroup();
}

void SettingsForm::number(std::string_view path, std::int64_t& value, dto::IntegerRange range) {
  const auto room = ImGui::GetContentRegionAvail().x;
  const auto left = ImGui::GetCursorPosX();
  const auto found = typed_.find(path);
  const bool marked = wrong(path);
  words(path, room - number_width - 24, marked);
  ImGui::SameLine();
  ImGui::SetCursorPosX(left + room - number_width);
  auto text = found != typed_.end() ? found->second : std::to_string(value);
  TextFieldOptions options;
  options.width = number_width;
  options.size_max = 20;
  ImGui::PushStyleColor(ImGuiCol_Border, marked ? theme().bad : ImGui::GetColorU32(ImGuiCol_Border));
  const bool edited = text_field(std::string{"##"} + tr(setting_text(path).label), text, options);
  ImGui::PopStyleColor();
  if (edited) {
    errors_.erase(std::string{path});
    if (const auto number = whole_number(text, range)) {
      value = *number;
      typed_.erase(std::string{path});
    } else {
      typed_[std::string{path}] = text;
    }
  }
  if (typed_.contains(path))
    paragraph(filled(tr(not_a_number), {format_integer(range.min), format_integer(range.max)}),
              {small_text_size, false, theme().bad});
  space(4);
}

bool SettingsForm::price(const std::string& path, const std::string& label, std::optional<double>& value, bool optional,
                         float width) {
  const auto found = typed_.find(path);
  const bool marked = found != typed_.end();
  auto text = marked ? found->second : value ? format_decimal(*value) : std::string{};
  TextFieldOptions options;
  options.width = width;
  options.size_max = 16;
  options.hint = optional ? "—" : "";
  ImGui::PushStyleColor(ImGuiCol_Border, marked ? theme().bad : ImGui::GetColorU32(ImGuiCol_Border));
  const bool edited = text_field("##" + label, text, options);
  ImGui::PopStyleColor();
  if (marked && ImGui::IsItemHovered())
    ImGui::SetTooltip("%s", tr(not_a_price));
  if (!edited)
    return false;
  const auto price = price_number(text);
  if (!price && !(optional && text.empty())) {
    typed_[path] = text;
    return false;
  }
  typed_.erase(path);
  value = price;
  return true;
}

void SettingsForm::forget_typed(std::string_view path) {
  std::erase_if(typed_,
                [path](const auto& entry) { return std::string_view{entry.first}.substr(0, path.size()) == path; });
}

void SettingsForm::flag(std::string_view path, bool& value) {
  constexpr float toggle_width = 38;
  const auto room = ImGui::GetContentRegionAvail().x;
  const auto left = ImGui::GetCursorPosX();
  words(path, room - toggle_width - 24, wrong(path));
  ImGui::SameLine();
  ImGui::SetCursorPosX(left + room - toggle_width);
  if (toggle(std::string{"##"} + tr(setting_text(path).label), value))
    errors_.erase(std::string{path});
  space(4);
}

void SettingsForm::explain(std::string_view path) {
  words(path, ImGui::GetContentRegionAvail().x, wrong(path));
}

bool SettingsForm::wrong_within(SettingsSection section) const {
  for (const auto& [path, text] : typed_)
    if (is_within(path, section))
      return true;
  return false;
}

bool SettingsForm::dirty(SettingsSection section) const {
  return draft_.changed(section) || wrong_within(section);
}

void SettingsForm::forget(SettingsSection section) {
  const auto within = [section](const auto& entry) { return is_within(entry.first, section); };
  std::erase_if(typed_, within);
  std::erase_if(errors_, within);
}

void SettingsForm::footer(SettingsSection section) {
  if (!dirty(section))
    return;
  const bool bad_number = wrong_within(section);
  space(2);
  ImGui::Separator();
  space(2);
  for (const auto& change : changes_of(draft_, section, locale()))
    paragraph(filled(tr(change_line), {change.label, change.before, change.after}), muted(small_text_size));
  const bool saving = saving_ == section;
  const std::string id = "##" + std::string{wire_name(section)};
  if (button((saving ? tr(saving_label) : tr(save_label)) + id, ButtonKind::primary, !bad_number && !saving_))
    save(section);
  note_widget("button", filled(tr(save_name), {name_of(section)}));
  ImGui::SameLine(0, 8);
  if (button(tr(discard_label) + id, ButtonKind::plain, !saving)) {
    draft_.discard(section);
    forget(section);
  }
  note_widget("button", filled(tr(discard_name), {name_of(section)}));
}

void SettingsForm::save(SettingsSection section) {
  saving_ = section;
  const auto reverse = draft_.reverse_patch(section);
  context_.client.call("PATCH", "/admin/api/settings", draft_.patch(section),
                       [this, section, reverse](const ApiResult& result) {
                         saving_.reset();
                         if (result) {
                           saved(section, *result, reverse);
                           return;
                         }
                         const auto& error = result.error();
                         if (!setting_text(error.field).path.empty())
                           errors_[error.field] = error.message;
                         context_.tell(error);
                       });
}

void SettingsForm::saved(SettingsSection section, const dto::json& answer, const dto::json& reverse) {
  forget(section);
  auto settings = dto::parse_settings(answer);
  if (!settings) {
    settings_.make_stale();
    return;
  }
  draft_.saved(section, *settings);
  take(answer);
  context_.toasts.undoable(filled(tr(saved_text), {name_of(section)}), context_.host.now(), {},
                           [this, reverse] { undo(reverse); });
}

void SettingsForm::undo(const dto::json& reverse) {
  context_.client.call("PATCH", "/admin/api/settings", reverse, [this](const ApiResult& result) {
    if (!result) {
      context_.tell(result.error());
      return;
    }
    take(*result);
    context_.tell(NoticeKind::good, tr(undone_text));
  });
}

void SettingsForm::take(const dto::json& answer) {
  const auto ticket = settings_.begin();
  if (auto settings = dto::parse_settings(answer))
    settings_.finish(ticket, std::move(*settings), context_.host.now());
  else
    settings_.fail(ticket, settings.error().message);
}

} // namespace geminid::webui
