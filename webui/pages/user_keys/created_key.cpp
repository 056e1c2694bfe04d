#include "webui/pages/user_keys/created_key.hpp"

#include "webui/core/format.hpp"
#include "webui/view/snippets.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/surfaces.hpp"

namespace geminid::webui {
namespace {

constexpr Phrase title{"The key of {}", "{} 的密钥"};
constexpr Phrase shown_once{"Copy it now: it is shown this once. Only a hash of it is kept.",
                            "请立即复制：密钥只显示这一次，服务器只保存其哈希。"};
constexpr Phrase not_copied{"The key has not been copied yet. Press Done to close all the same.",
                            "密钥还没有复制。若仍要关闭，请点“完成”。"};
constexpr Phrase copy_key{"Copy key", "复制密钥"};
constexpr Phrase use_it{"How to use it", "使用方法"};
constexpr Phrase copy_snippet{"Copy program", "复制代码"};
constexpr Phrase copy_settings{"Copy settings", "复制设置"};
constexpr Phrase language_of_snippet{"##Program", "##程序"};
constexpr Phrase done{"Done", "完成"};

void code(const char* id, const std::string& content, const TextStyle& style) {
  ImGui::PushStyleColor(ImGuiCol_ChildBg, theme().field);
  begin_card(id);
  paragraph(content, style);
  end_card();
  ImGui::PopStyleColor();
}

} // namespace

void CreatedKey::show(std::string name, std::string secret, std::string model) {
  name_ = std::move(name);
  secret_ = std::move(secret);
  model_ = std::move(model);
  open_ = true;
  copied_ = warned_ = false;
}

bool CreatedKey::draw() {
  if (!open_)
    return false;
  bool stays = true;
  bool finished = false;
  bool copies = false;
  if (!begin_drawer("##created-key", filled(tr(title), {name_}), stays, 620))
    return false;
  notice(NoticeKind::warning, tr(warned_ && !copied_ ? not_copied : shown_once));
  code("##secret", secret_, {text_size, true, 0});
  const auto copy_icon = std::string{icon::copy} + " ";
  if (button(copy_icon + tr(copy_key), ButtonKind::primary)) {
    host_.copy(secret_);
    copies = copied_ = true;
  }
  space();
  heading(tr(use_it), 2);
  std::array<const char*, snippet_names.size()> names{};
  for (std::size_t i = 0; i < names.size(); ++i)
    names[i] = tr(snippet_names[i]);
  segmented(tr(language_of_snippet), snippet_, names);
  const auto which = static_cast<Snippet>(snippet_);
  const auto origin = host_.origin();
  const auto program = snippet(which, {origin, secret_, model_});
  code("##snippet", program, {small_text_size, false, 0});
  if (button(copy_icon + tr(which == Snippet::apps ? copy_settings : copy_snippet))) {
    host_.copy(program);
    copies = copied_ = true;
  }
  space();
  ImGui::Separator();
  space();
  finished = button(tr(done));
  end_drawer();
  warned_ = warned_ || !stays;
  if (finished || (!stays && copied_)) {
    open_ = false;
    secret_.clear();
  }
  return copies;
}

} // namespace geminid::webui
