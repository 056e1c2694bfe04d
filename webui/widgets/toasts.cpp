#include "webui/widgets/toasts.hpp"

#include "webui/core/format.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/frames.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/notes.hpp"

#include <algorithm>
#include <imgui_internal.h>
#include <utility>

namespace geminid::webui {
namespace {

constexpr Phrase undo_label{"Undo ({})", "撤销（{}）"};
constexpr Phrase dismiss_label{"Dismiss", "关闭提示"};

} // namespace

void Toasts::show(NoticeKind kind, std::string text, Instant now) {
  add({kind, std::move(text), now + shown_for});
}

void Toasts::undoable(std::string text, Instant now, std::function<void()> commit, std::function<void()> undo) {
  add({NoticeKind::info, std::move(text), now + undo_for, std::move(commit), std::move(undo)});
}

void Toasts::add(Toast toast) {
  toast.number = next_number_++;
  toasts_.push_back(std::move(toast));
  if (toasts_.size() <= count_max)
    return;
  const auto oldest = std::move(toasts_.front());
  toasts_.pop_front();
  if (oldest.commit)
    oldest.commit();
}

void Toasts::commit_all() {
  for (auto waiting = std::exchange(toasts_, {}); auto& toast : waiting)
    if (toast.commit)
      toast.commit();
}

void Toasts::expire(Instant now) {
  std::vector<std::function<void()>> due;
  std::erase_if(toasts_, [&](Toast& toast) {
    if (toast.until > now)
      return false;
    if (toast.commit)
      due.push_back(std::move(toast.commit));
    return true;
  });
  for (const auto& commit : due)
    commit();
}

void Toasts::draw(Instant now) {
  expire(now);
  if (toasts_.empty())
    return;
  redraw_within(Duration{500});
  const auto* const viewport = ImGui::GetMainViewport();
  const auto width = std::min(420.0F, viewport->Size.x - 24);
  auto bottom = viewport->Size.y - (narrow() ? 76 : 20);
  std::function<void()> undone;
  for (std::size_t i = toasts_.size(); i-- > 0;) {
    auto& toast = toasts_[i];
    const auto name = "##toast" + std::to_string(toast.number);
    // At the left: drawers, with their buttons, are at the right.
    ImGui::SetNextWindowPos({12, bottom}, ImGuiCond_Always, {0, 1});
    ImGui::SetNextWindowSize({width, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 12);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(14, 10));
    ImGui::PushStyleColor(ImGuiCol_WindowBg, theme().raised);
    ImGui::PushStyleColor(ImGuiCol_Border, faded(colour_of(toast.kind), 0.6F));
    ImGui::Begin(name.c_str(), nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_AlwaysAutoResize);
    ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
    paragraph(toast.text, {14, false, 0});
    note_text(toast.kind == NoticeKind::error ? "alert" : "status", toast.text);
    if (toast.undo) {
      const auto left = format_span(toast.until - now, locale().language);
      if (button(filled(tr(undo_label), {left}) + "##undo")) {
        undone = toast.undo;
        toast = {toast.kind, {}, now};
      }
    } else {
      align_right(ImGui::GetFrameHeight());
      if (icon_button(icon::close, tr(dismiss_label)))
        toast.until = now;
    }
    bottom -= ImGui::GetWindowHeight() + 8;
    ImGui::End();
    ImGui::PopStyleColor(2);
    ImGui::PopStyleVar(3);
  }
  if (undone)
    undone();
}

} // namespace geminid::webui
