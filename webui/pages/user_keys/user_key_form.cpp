#include "webui/pages/user_keys/user_key_form.hpp"

#include "shared/limits_dto.hpp"
#include "webui/core/format.hpp"
#include "webui/pages/thinking_fields.hpp"
#include "webui/view/date_text.hpp"
#include "webui/view/name_list.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/surfaces.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace geminid::webui {
namespace {

constexpr Phrase create_title{"New user key", "新建用户密钥"};
constexpr Phrase edit_title{"Change user key", "编辑用户密钥"};
constexpr Phrase name_label{"Name", "名称"};
constexpr Phrase name_hint{"Who or what it is for", "给谁或哪个程序使用"};
constexpr Phrase notes_label{"Notes", "备注"};
constexpr Phrase enabled_label{"Enabled", "启用"};
constexpr Phrase limits_title{"Limits", "限额"};
constexpr Phrase limits_explained{
    "Empty means without limit. TPM counts input tokens; a day ends at midnight Pacific time.",
    "留空表示不限。TPM 只计输入 Token；每日限额在太平洋时间零点重置。"};
constexpr Phrase rpm_label{"Requests per minute (RPM)", "每分钟请求数（RPM）"};
constexpr Phrase tpm_label{"Tokens per minute (TPM)", "每分钟 Token 数（TPM）"};
constexpr Phrase rpd_label{"Requests per day (RPD)", "每日请求数（RPD）"};
constexpr Phrase concurrency_label{"Requests at once", "并发请求数"};
constexpr Phrase budget_label{"Tokens in all, for good", "Token 总额（不重置）"};
constexpr Phrase unlimited_hint{"no limit", "不限"};
constexpr Phrase expiry_title{"Expiry", "有效期"};
constexpr Phrase expiry_label{"Expires at (your time)", "到期时间（本地时间）"};
constexpr Phrase never_hint{"never", "永不过期"};
constexpr Phrase days_label{"{} days", "{} 天"};
constexpr Phrase never_label{"Never", "永不"};
constexpr Phrase expires_in{"It expires {}.", "{}到期。"};
constexpr Phrase unreadable{"Write it as 2026-12-31 18:00.", "格式为 2026-12-31 18:00。"};
constexpr Phrase models_title{"Models", "模型"};
constexpr Phrase all_allowed{"All models are allowed. Choose some to allow only these.",
                             "允许使用全部模型。选择后只允许所选模型。"};
constexpr Phrase some_allowed{"Only these are allowed: {}", "只允许：{}"};
constexpr Phrase other_label{"Another model, by name", "按名称添加其他模型"};
constexpr Phrase add_label{"Add", "添加"};
constexpr Phrase all_label{"Allow all", "允许全部"};
constexpr Phrase thinking_label{"Thinking", "思考"};
constexpr Phrase thinking_inherited{"As the model says", "跟随模型设置"};
constexpr Phrase create_label{"Create key", "创建密钥"};
constexpr Phrase save_label{"Save", "保存"};
constexpr Phrase cancel_label{"Cancel", "取消"};

constexpr std::array preset_days{7, 30, 90};

// Pills that go to the next line where there is no room.
void flow(float width, bool first) {
  if (first)
    return;
  ImGui::SameLine(0, 8);
  if (ImGui::GetContentRegionAvail().x < width)
    ImGui::NewLine();
}

void switch_name(std::vector<std::string>& names, const std::string& name) {
  if (std::erase(names, name) == 0)
    names.push_back(name);
}

} // namespace

void UserKeyForm::begin_create() {
  *this = UserKeyForm{};
  open_ = true;
}

void UserKeyForm::begin_edit(const dto::UserKey& key) {
  *this = UserKeyForm{};
  edited_ = key;
  draft_ = draft_of(key, locale());
  open_ = true;
}

void UserKeyForm::fail(std::string error) {
  error_ = std::move(error);
  busy_ = false;
}

bool UserKeyForm::draw(std::span<const dto::ModelListing> models, Instant now) {
  bool save = false;
  if (!begin_drawer("##user-key-form", tr(edited_ ? edit_title : create_title), open_, 560))
    return false;
  text_field(tr(name_label), draft_.name, {.hint = tr(name_hint), .size_max = 200});
  text_field(tr(notes_label), draft_.notes, {.lines = 2, .size_max = dto::user_key_notes_max});
  toggle(tr(enabled_label), draft_.enabled);
  space();
  draw_limits();
  space();
  draw_expiry(now);
  space();
  draw_models(models);
  space();
  thinking_fields(tr(thinking_label), draft_.thinking, thinking_inherited);
  space();
  if (!error_.empty())
    notice(NoticeKind::error, error_);
  if (button(tr(edited_ ? save_label : create_label), ButtonKind::primary, !busy_))
    save = true;
  ImGui::SameLine();
  if (button(tr(cancel_label), ButtonKind::quiet))
    open_ = false;
  space(20);
  end_drawer();
  return save;
}

void UserKeyForm::draw_limits() {
  heading(tr(limits_title), 2);
  paragraph(tr(limits_explained), muted(small_text_size));
  const auto grid = columns(200, 2);
  const TextFieldOptions options{.hint = tr(unlimited_hint), .width = grid.width};
  const auto [least, most] = dto::limit_range;
  next_column(0, grid);
  integer_field(tr(rpm_label), draft_.rpm, least, most, options);
  next_column(1, grid);
  integer_field(tr(tpm_label), draft_.tpm, least, most, options);
  next_column(2, grid);
  integer_field(tr(rpd_label), draft_.rpd, least, most, options);
  next_column(3, grid);
  integer_field(tr(concurrency_label), draft_.max_concurrency, dto::concurrency_range.min, dto::concurrency_range.max,
                options);
  next_column(4, grid);
  integer_field(tr(budget_label), draft_.token_budget, least, most, options);
}

void UserKeyForm::draw_expiry(Instant now) {
  heading(tr(expiry_title), 2);
  text_field(tr(expiry_label), draft_.expires, {.hint = tr(never_hint), .width = 240, .size_max = 40});
  for (std::size_t i = 0; i < preset_days.size(); ++i) {
    const auto label = filled(tr(days_label), {std::to_string(preset_days[i])});
    flow(button_width(label), i == 0);
    if (button(label))
      draft_.expires = date_text_in(preset_days[i], now, locale());
  }
  flow(button_width(tr(never_label)), false);
  if (button(tr(never_label)))
    draft_.expires.clear();
  if (draft_.expires.empty())
    return;
  if (const auto expiry = parse_date_text(draft_.expires, locale()))
    text(filled(tr(expires_in), {format_relative(*expiry, now, locale().language)}), muted(small_text_size));
  else
    text(tr(unreadable), {small_text_size, false, theme().warn});
}

void UserKeyForm::draw_models(std::span<const dto::ModelListing> models) {
  heading(tr(models_title), 2);
  if (draft_.models.empty())
    paragraph(tr(all_allowed), muted(small_text_size));
  else
    paragraph(filled(tr(some_allowed), {join_names(draft_.models, ", ")}), muted(small_text_size));
  std::set<std::string> names{draft_.models.begin(), draft_.models.end()};
  for (const auto& model : models) {
    names.insert(model.id);
    names.insert(model.config.aliases.begin(), model.config.aliases.end());
  }
  bool first = true;
  for (const auto& name : names) {
    flow(button_width(name), std::exchange(first, false));
    const bool chosen = std::find(draft_.models.begin(), draft_.models.end(), name) != draft_.models.end();
    if (filter_pill(name, chosen))
      switch_name(draft_.models, name);
  }
  const auto width = button_width(tr(add_label));
  text_field(tr(other_label), other_model_,
             {.width = std::max(ImGui::GetContentRegionAvail().x - width - 12, 80.0F), .size_max = 2'000});
  const bool entered = field_committed() && ImGui::IsKeyPressed(ImGuiKey_Enter, false);
  ImGui::SameLine();
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + ImGui::GetTextLineHeight() + ImGui::GetStyle().ItemSpacing.y);
  if (button(tr(add_label), ButtonKind::plain, !other_model_.empty()) || entered) {
    for (auto& name : split_names(other_model_))
      if (std::find(draft_.models.begin(), draft_.models.end(), name) == draft_.models.end())
        draft_.models.push_back(std::move(name));
    other_model_.clear();
  }
  if (!draft_.models.empty() && button(tr(all_label), ButtonKind::quiet))
    draft_.models.clear();
}

} // namespace geminid::webui
