#include "webui/pages/settings/backup_cards.hpp"

#include "shared/backup_dto.hpp"
#include "webui/core/format.hpp"
#include "webui/view/settings_view.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"

namespace geminid::webui {
namespace {

constexpr Phrase backup_title{"Backup", "备份"};
constexpr Phrase backup_words{
    "Keys, user keys, models and settings as one encrypted document. Without the passphrase nobody can read it, you "
    "neither. At least 12 characters.",
    "将密钥、用户密钥、模型和设置导出为一份加密文档。没有口令谁也无法读取，包括您自己。口令至少 12 个字符。"};
constexpr Phrase passphrase_label{"Passphrase", "口令"};
constexpr Phrase repeated_label{"Passphrase again", "再次输入口令"};
constexpr Phrase make_label{"Download backup", "下载备份"};
constexpr Phrase to_copy_label{"Make it to copy", "制作用于复制"};
constexpr Phrase making_text{"Making the backup…", "正在制作备份…"};
constexpr Phrase made_text{"The document is made ({}).", "文档已制作完成（{}）。"};
constexpr Phrase copy_label{"Copy document", "复制文档"};
constexpr Phrase at_risk_text{
    "What is stored here is lost when this host restarts. A document in GEMINID_RESTORE brings it "
    "back.",
    "主机重启后，这里存储的数据会丢失。将文档放入 GEMINID_RESTORE 即可恢复。"};
constexpr Phrase steps_title{"For a host without a disk", "没有磁盘的主机"};
constexpr Phrase copied_text{"Copied.", "已复制。"};

constexpr Phrase restore_title{"Restore", "恢复"};
constexpr Phrase restore_words_text{
    "Replaces all keys, user keys, models and settings by those of a backup: all of it, or nothing when it fails.",
    "用备份替换全部密钥、用户密钥、模型和设置；失败时不做任何更改。"};
constexpr Phrase document_label{"Backup document", "备份文档"};
constexpr Phrase document_hint_label{"Passphrase of the backup", "备份的口令"};
constexpr Phrase confirm_label{"To confirm, type: {}", "输入“{}”以确认"};
constexpr Phrase restore_label{"Restore the backup", "恢复备份"};
constexpr Phrase restoring_label{"Restoring…", "正在恢复…"};
constexpr Phrase restored_text{"Restored: {} [key|keys], {} user [key|keys], {} [model|models].",
                               "已恢复：{} 个密钥、{} 个用户密钥、{} 个模型。"};

constexpr std::size_t document_size_max = 64U << 20U;

std::string count_of(const dto::json& answer, const char* name) {
  return format_integer(answer.value(name, std::int64_t{0}));
}

void error_line(const std::string& error) {
  if (!error.empty())
    paragraph(error, {small_text_size, false, theme().bad});
}

} // namespace

void BackupCards::draw_backup(float width, bool at_risk) {
  begin_card("##backup", {width, 0});
  heading(tr(backup_title), 2);
  if (at_risk)
    notice(NoticeKind::warning, tr(at_risk_text));
  paragraph(tr(backup_words), muted(small_text_size));
  TextFieldOptions options;
  options.password = true;
  options.size_max = dto::passphrase_size_max;
  bool edited = text_field(tr(passphrase_label), passphrase_, options);
  edited = text_field(tr(repeated_label), repeated_, options) || edited;
  if (edited)
    backup_error_.clear();
  const auto problem = passphrase_problem(passphrase_, repeated_, locale());
  error_line(backup_error_.empty() ? problem : backup_error_);
  const bool ready = is_new_passphrase(passphrase_, repeated_) && !backing_up_;
  const auto download = std::string{icon::download} + " " + tr(make_label);
  const auto to_copy = std::string{icon::copy} + " " + tr(to_copy_label);
  if (button(download, at_risk ? ButtonKind::plain : ButtonKind::primary, ready))
    back_up(Wish::to_download);
  ImGui::SameLine(0, 8);
  if (ImGui::GetContentRegionAvail().x < button_width(to_copy))
    ImGui::NewLine();
  if (button(to_copy, at_risk ? ButtonKind::primary : ButtonKind::plain, ready))
    back_up(Wish::to_copy);
  if (backing_up_)
    text(tr(making_text), muted(small_text_size));
  else if (!document_.empty())
    draw_document();
  end_card();
}

void BackupCards::draw_document() {
  text(filled(tr(made_text), {format_bytes(static_cast<std::int64_t>(document_.size()))}), {14, false, theme().good});
  if (button(std::string{icon::copy} + " " + tr(copy_label))) {
    context_.host.copy(document_);
    context_.tell(NoticeKind::good, tr(copied_text));
  }
  text(tr(steps_title), bold(14));
  for (const auto& step : restore_steps(document_.size(), locale()))
    paragraph(step, muted(small_text_size));
}

void BackupCards::back_up(Wish wish) {
  backing_up_ = true;
  context_.client.call("POST", "/admin/api/backup", {{"passphrase", passphrase_}},
                       [this, wish](const ApiResult& result) {
                         backing_up_ = false;
                         if (!result) {
                           backup_error_ = result.error().message;
                           return;
                         }
                         document_ = dto::to_text(*result);
                         passphrase_.clear();
                         repeated_.clear();
                         if (wish == Wish::to_download)
                           context_.host.download(backup_file_name(context_.host.now(), locale()), document_);
                       });
}

void BackupCards::draw_restore(float width) {
  begin_card("##restore", {width, 0});
  heading(tr(restore_title), 2);
  paragraph(tr(restore_words_text), muted(small_text_size));
  TextFieldOptions options;
  options.lines = 4;
  options.size_max = document_size_max;
  bool edited = text_field(tr(document_label), pasted_, options);
  TextFieldOptions secret;
  secret.password = true;
  secret.size_max = dto::passphrase_size_max;
  edited = text_field(tr(document_hint_label), restore_passphrase_, secret) || edited;
  TextFieldOptions words;
  words.size_max = 100;
  edited = text_field(filled(tr(confirm_label), {restore_words(locale())}), confirmation_, words) || edited;
  if (edited)
    restore_error_.clear();
  error_line(restore_error_);
  const bool whole = !pasted_.empty() && !restore_passphrase_.empty() && are_restore_words(confirmation_);
  if (button(std::string{icon::upload} + " " + tr(restoring_ ? restoring_label : restore_label), ButtonKind::danger,
             whole && !restoring_))
    restore();
  end_card();
}

void BackupCards::restore() {
  restoring_ = true;
  context_.client.call("POST", "/admin/api/restore", {{"passphrase", restore_passphrase_}, {"document", pasted_}},
                       [this](const ApiResult& result) {
                         restoring_ = false;
                         if (!result) {
                           restore_error_ = result.error().message;
                           return;
                         }
                         for (auto* text : {&pasted_, &restore_passphrase_, &confirmation_})
                           text->clear();
                         context_.tell(NoticeKind::good, filled(tr(restored_text), {count_of(*result, "keys"),
                                                                                    count_of(*result, "user_keys"),
                                                                                    count_of(*result, "models")}));
                       });
}

} // namespace geminid::webui
