#include "webui/pages/keys/key_bulk.hpp"

#include "webui/core/format.hpp"
#include "webui/pages/keys/key_look.hpp"
#include "webui/view/keys_rows.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"

namespace geminid::webui {
namespace {

constexpr Phrase selected{"{} selected", "已选 {} 个"};
constexpr Phrase select_all{"Select all {}", "选择全部 {} 个"};
constexpr Phrase selecting{"Selecting…", "正在选择…"};
constexpr Phrase enable{"Enable", "启用"};
constexpr Phrase disable{"Disable", "停用"};
constexpr Phrase check{"Check", "检查"};
constexpr Phrase reset{"Reset", "重置"};
constexpr Phrase remove_them{"Delete", "删除"};
constexpr Phrase clear{"Clear selection", "取消选择"};

constexpr Phrase checking{"Checking: {} of {}", "正在检查：{} / {}"};
constexpr Phrase checked{"Checked: {} of {}", "检查完成：{} / {}"};
constexpr Phrase cancelled{"Check cancelled: {} of {}", "检查已取消：{} / {}"};
constexpr Phrase found{"{} valid · {} invalid · {} without an answer", "{} 个有效 · {} 个无效 · {} 个无响应"};
constexpr Phrase cancel{"Cancel check", "取消检查"};
constexpr Phrase dismiss{"Dismiss check", "关闭检查结果"};

// On the same line where there is room.
bool placed_button(const Phrase& label, const char* id, ButtonKind kind) {
  const auto name = std::string{tr(label)} + id;
  ImGui::SameLine(0, 8);
  if (ImGui::GetContentRegionAvail().x < button_width(name))
    ImGui::NewLine();
  return button(name, kind);
}

std::string name_of(const KeyList& list, const std::string& id) {
  if (list.page() != nullptr)
    for (const auto& key : list.page()->keys)
      if (key.id == id)
        return key_title(key);
  return id;
}

const dto::CheckJob* shown_job(const PageContext& context, const KeyList& list) {
  const auto& live = context.live.check();
  const auto& started = list.started_check();
  // The events know better, but the first of a new job may still be under way.
  if (live && (!started || live->id == started->id || live->started_at >= started->started_at))
    return &*live;
  return started ? &*started : nullptr;
}

} // namespace

void draw_bulk_bar(KeyList& list) {
  auto& selection = list.selection();
  if (selection.empty() && !list.selecting())
    return;
  begin_card("bulk");
  ImGui::AlignTextToFramePadding();
  text(filled(tr(selected), {format_integer(static_cast<std::int64_t>(selection.size()))}), bold(14));
  const auto total = list.page() != nullptr ? list.page()->total : 0;
  if (list.selecting()) {
    ImGui::SameLine(0, 12);
    ImGui::AlignTextToFramePadding();
    text(tr(selecting), muted(14));
  } else if (total > static_cast<std::int64_t>(selection.size())) {
    const auto label = filled(tr(select_all), {format_integer(total)});
    ImGui::SameLine(0, 8);
    if (button(label, ButtonKind::quiet))
      list.select_all();
  }
  const auto ids = [&] { return std::vector<std::string>(selection.ids().begin(), selection.ids().end()); };
  if (placed_button(enable, "##bulk", ButtonKind::plain))
    list.act(ids(), dto::BulkAction::enable);
  if (placed_button(disable, "##bulk", ButtonKind::plain))
    list.act(ids(), dto::BulkAction::disable);
  if (placed_button(check, "##bulk", ButtonKind::plain))
    list.check(ids());
  if (placed_button(reset, "##bulk", ButtonKind::plain))
    list.act(ids(), dto::BulkAction::reset);
  if (placed_button(remove_them, "##bulk", ButtonKind::danger)) {
    const auto chosen = ids();
    list.remove(chosen, name_of(list, chosen.front()));
  }
  if (placed_button(clear, "##bulk", ButtonKind::quiet))
    list.clear_selection();
  end_card();
}

void draw_check_progress(const PageContext& context, KeyList& list) {
  const auto* const job = shown_job(context, list);
  if (job == nullptr)
    return;
  const bool running = job->state == dto::CheckState::running;
  begin_card("check");
  const auto& phrase = running ? checking : job->state == dto::CheckState::done ? checked : cancelled;
  const auto title = filled(tr(phrase), {format_integer(job->done), format_integer(job->total)});
  ImGui::AlignTextToFramePadding();
  text(title, bold(14));
  const auto* const label = tr(running ? cancel : dismiss);
  align_right(button_width(label));
  const bool pressed = button(label, running ? ButtonKind::plain : ButtonKind::quiet);
  const auto share = job->total > 0 ? static_cast<float>(job->done) / static_cast<float>(job->total) : 1;
  const auto colour = running ? theme().accent : job->state == dto::CheckState::done ? theme().good : theme().muted;
  progress_bar(title, share, colour, 6);
  text_cut(
      filled(tr(found), {format_integer(job->valid), format_integer(job->invalid), format_integer(job->unreachable)}),
      ImGui::GetContentRegionAvail().x, muted(small_text_size));
  end_card();
  if (!pressed)
    return;
  if (running) {
    context.client.call("DELETE", "/admin/api/keys/check/" + percent_encoded(job->id), nullptr,
                        [context](const ApiResult& result) {
                          if (!result)
                            context.tell(result.error());
                        });
  } else {
    context.live.dismiss_check();
    list.dismiss_check();
  }
}

} // namespace geminid::webui
