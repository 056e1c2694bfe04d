#include "webui/pages/keys/key_edit.hpp"

#include "webui/core/format.hpp"
#include "webui/pages/keys/key_look.hpp"
#include "webui/view/keys_words.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace geminid::webui {
namespace {

constexpr Phrase settings{"Settings of this key", "此密钥的设置"};
constexpr Phrase enabled{"In use", "启用"};
constexpr Phrase name{"Name", "名称"};
constexpr Phrase project{"Project", "项目"};
constexpr Phrase project_hint{"Its own", "独立项目"};
constexpr Phrase weight{"Weight", "权重"};
constexpr Phrase priority{"Priority", "优先级"};
constexpr Phrase priority_note{"Keys of the lowest number are used first.", "数字最小的密钥先用。"};
constexpr Phrase tags{"Tags", "标签"};
constexpr Phrase tags_hint{"Separated by commas", "以逗号分隔"};
constexpr Phrase own_limits{"Own limits", "专用限额"};
constexpr Phrase limits_note{"In place of the model's for this key alone. Empty: the model's apply.",
                             "仅对此密钥生效，取代模型的限额。留空则使用模型的限额。"};
constexpr Phrase remove_limits{"Remove limits of {}", "删除 {} 的限额"};
constexpr Phrase model{"Model for own limits", "设置专用限额的模型"};
constexpr Phrase add_limits{"Add limits", "添加限额"};
constexpr Phrase save_label{"Save", "保存"};
constexpr Phrase discard{"Discard", "放弃"};
constexpr Phrase saved{"Saved", "已保存"};
constexpr std::size_t model_size_max = 128;

} // namespace

void KeyEdit::show(const dto::Key& key) {
  const bool typing = key_.id == key.id && (saving_ || change_of(key_, draft_).any);
  if (key_.id != key.id) {
    fault_field_.clear();
    new_model_.clear();
    saving_ = false;
  }
  key_ = key;
  if (!typing)
    draft_ = make_key_draft(key);
}

void KeyEdit::draw_fault(std::string_view field) {
  if (!fault_field_.empty() && fault_field_.substr(0, fault_field_.find('.')) == field) {
    paragraph(fault_, {small_text_size, false, theme().bad});
  }
}

void KeyEdit::draw_limit(KeyLimitDraft& limit, bool& removed) {
  ImGui::PushID(limit.model.c_str());
  ImGui::AlignTextToFramePadding();
  text_cut(limit.model, ImGui::GetContentRegionAvail().x - ImGui::GetFrameHeight() - 12, {14, false, 0});
  align_right(ImGui::GetFrameHeight());
  removed = icon_button(icon::remove, filled(tr(remove_limits), {limit.model}));
  struct Window {
    const char* label;
    std::optional<std::int64_t>& value;
  };
  const std::array windows{Window{"RPM", limit.rpm}, Window{"TPM", limit.tpm}, Window{"RPD", limit.rpd}};
  const auto width = (ImGui::GetContentRegionAvail().x - 16) / 3;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    if (i > 0)
      ImGui::SameLine(0, 8);
    ImGui::BeginGroup();
    field_label(windows[i].label);
    integer_field("##" + std::string{windows[i].label} + " · " + limit.model, windows[i].value, dto::limit_range.min,
                  dto::limit_range.max, {.width = width});
    ImGui::EndGroup();
  }
  ImGui::PopID();
}

void KeyEdit::draw_limits() {
  space(4);
  text(tr(own_limits), bold(14));
  paragraph(tr(limits_note), muted(small_text_size));
  std::optional<std::size_t> removed;
  for (std::size_t i = 0; i < draft_.limits.size(); ++i) {
    bool pressed = false;
    draw_limit(draft_.limits[i], pressed);
    if (pressed)
      removed = i;
  }
  draw_fault("limits");
  if (removed)
    draft_.limits.erase(draft_.limits.begin() + static_cast<std::ptrdiff_t>(*removed));

  const auto has = [&](std::string_view wanted) {
    return std::any_of(draft_.limits.begin(), draft_.limits.end(),
                       [&](const auto& limit) { return limit.model == wanted; });
  };
  const auto label = std::string{icon::add} + " " + tr(add_limits);
  // The first model that it was used with is the likely one.
  const auto likely =
      std::find_if(key_.models.begin(), key_.models.end(), [&](const auto& entry) { return !has(entry.first); });
  const auto* const hint = likely == key_.models.end() ? "gemini-2.5-flash" : likely->first.c_str();
  text_field(
      "##" + std::string{tr(model)}, new_model_,
      {.hint = hint, .width = ImGui::GetContentRegionAvail().x - button_width(label) - 8, .size_max = model_size_max});
  ImGui::SameLine(0, 8);
  const auto wanted = new_model_.empty() && likely != key_.models.end() ? likely->first : new_model_;
  if (button(label, ButtonKind::plain,
             !wanted.empty() && !has(wanted) && draft_.limits.size() < dto::limited_models_max)) {
    draft_.limits.push_back({wanted, {}, {}, {}});
    new_model_.clear();
  }
}

bool KeyEdit::draw(const PageContext& context, KeyList& list) {
  begin_card("edit");
  heading(tr(settings), 2);
  align_right(48 + text_extent(tr(enabled)).x);
  toggle(tr(enabled), draft_.enabled);
  text_field(tr(name), draft_.name);
  draw_fault("name");
  const auto half = (ImGui::GetContentRegionAvail().x - 12) / 2;
  text_field(tr(weight), draft_.weight, {.width = half, .size_max = 12});
  ImGui::SameLine(0, 12);
  integer_field(tr(priority), draft_.priority, dto::priority_range.min, dto::priority_range.max, {.width = half});
  draw_fault("weight");
  draw_fault("priority");
  paragraph(tr(priority_note), muted(small_text_size));
  text_field(tr(project), draft_.project, {.hint = tr(project_hint)});
  draw_fault("project");
  text_field(tr(tags), draft_.tags, {.hint = tr(tags_hint)});
  draw_fault("tags");
  draw_limits();
  const auto change = change_of(key_, draft_);
  if (change.any || saving_) {
    space(2);
    if (button(std::string{tr(save_label)} + "##key", ButtonKind::primary, change.any && !saving_))
      save(context, list, change);
    ImGui::SameLine(0, 8);
    if (button(std::string{tr(discard)} + "##key", ButtonKind::quiet, !saving_)) {
      draft_ = make_key_draft(key_);
      fault_field_.clear();
    }
  }
  end_card();
  return std::exchange(saved_, false);
}

void KeyEdit::save(const PageContext& context, KeyList& list, const KeyChange& change) {
  const auto refuse = [this](std::string field, std::string_view otherwise) {
    fault_ = refused_key_field(field, otherwise, locale().language);
    fault_field_ = std::move(field);
  };
  fault_field_.clear();
  if (!change.bad_field.empty()) {
    refuse(change.bad_field, {});
    return;
  }
  saving_ = true;
  list.change(key_.id, change.patch,
              [this, context, refuse, id = key_.id, patch = change.patch](const std::optional<ApiError>& error) {
                if (id != key_.id) { // another key is shown by now
                  if (error)
                    context.tell(*error);
                  return;
                }
                saving_ = false;
                if (!error) {
                  key_ = with_patch(std::move(key_), patch);
                  draft_ = make_key_draft(key_);
                  saved_ = true;
                  context.tell(NoticeKind::good, tr(saved));
                } else if (error->field.empty()) {
                  context.tell(*error);
                } else {
                  refuse(error->field, error->message);
                }
              });
}

} // namespace geminid::webui
