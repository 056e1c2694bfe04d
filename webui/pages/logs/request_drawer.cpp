#include "webui/pages/logs/request_drawer.hpp"

#include "webui/core/format.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/notes.hpp"
#include "webui/widgets/rows.hpp"

#include <algorithm>

namespace geminid::webui::logs {
namespace {

constexpr Phrase title{"Request", "请求详情"};
constexpr Phrase request_id{"Request id", "请求 ID"};
constexpr Phrase copy{"Copy the request id", "复制请求 ID"};
constexpr Phrase copied{"Copied", "已复制"};
constexpr Phrase copy_text{"Copy##", "复制##"};
constexpr Phrase attempts_title{"Attempts", "尝试"};
constexpr Phrase no_attempts{"No key was asked: it was refused before, or none had room.",
                             "没有请求任何密钥：请求在此之前被拒绝，或没有密钥有余量。"};
constexpr Phrase user_label{"User", "用户"};
constexpr Phrase of_user{"Requests of {}", "{} 的请求"};
constexpr Phrase of_model{"Requests for {}", "{} 的请求"};
constexpr Phrase no_bodies{"Bodies are kept only while that is switched on in the settings.",
                           "仅在设置中开启后才会保留请求与响应内容。"};

void draw_fact(const std::string& label, const std::string& value) {
  text(label, muted(14));
  const TextStyle style{14, true, 0};
  align_right(std::min(text_extent(value, style).x, ImGui::GetContentRegionAvail().x * 0.65F));
  text_cut(value, ImGui::GetContentRegionAvail().x, style);
}

// Where on the request's time the attempt lies.
void draw_span(const AttemptBar& bar) {
  constexpr float height = 10;
  const auto from = ImGui::GetCursorScreenPos();
  const auto width = ImGui::GetContentRegionAvail().x;
  auto* const list = ImGui::GetWindowDrawList();
  list->AddRectFilled(from, {from.x + width, from.y + height}, faded(theme().line, 0.6F), height / 2);
  const auto length = std::max(static_cast<float>(bar.length) * width, 4.0F);
  const auto left = std::min(from.x + static_cast<float>(bar.begin) * width, from.x + width - length);
  list->AddRectFilled({left, from.y}, {left + length, from.y + height}, colour_of(bar.tone), height / 2);
  ImGui::Dummy({width, height});
}

// True when its key is asked for.
bool draw_attempt(const AttemptBar& bar, std::size_t index) {
  bool pressed = false;
  const auto top = ImGui::GetCursorPosY();
  text(std::to_string(index + 1) + ".", muted(14));
  ImGui::SameLine(0, 8);
  if (bar.key_id.empty())
    text(bar.key, bold(14));
  else
    pressed = link(bar.key + "##attempt" + std::to_string(index));
  const auto took = text_extent(bar.took, {14, true, 0}).x;
  align_right(took + 10 + pill_width(bar.status));
  ImGui::SetCursorPosY(top - 3);
  pill(bar.status, colour_of(bar.tone));
  ImGui::SameLine(0, 10);
  ImGui::SetCursorPosY(top);
  text(bar.took, {14, true, 0});
  draw_span(bar);
  if (!bar.why.empty())
    paragraph(bar.why, {13, false, colour_of(bar.tone)});
  if (!bar.reason.empty())
    paragraph(bar.reason, muted(13));
  space(4);
  return pressed;
}

} // namespace

void RequestDrawer::open(const dto::LogRecord& record) {
  open(record.id);
  record_.finish(record_.begin(), record, context_.host.now());
  record_.make_stale();
}

void RequestDrawer::open(std::string id) {
  open_ = true;
  id_ = std::move(id);
  record_ = {};
}

void RequestDrawer::load() {
  if (!record_.wanted())
    return;
  // The drawer may show another record when the answer comes; the ticket is the resource's, which is another then.
  const auto ticket = record_.begin();
  context_.client.get("/admin/api/logs/" + percent_encoded(id_), [this, ticket, id = id_](ApiResult result) {
    if (id != id_)
      return;
    if (!result) {
      record_.fail(ticket, result.error().message);
      return;
    }
    if (auto record = dto::parse_log_record(*result))
      record_.finish(ticket, std::move(*record), context_.host.now());
    else
      record_.fail(ticket, record.error().message);
  });
}

std::string RequestDrawer::draw() {
  if (open_)
    load();
  std::string details;
  if (!begin_drawer("##request", tr(title), open_, 560))
    return details;
  if (!record_.error().empty())
    notice(NoticeKind::error, record_.error());
  if (record_.get() != nullptr)
    details = draw_record(*record_.get());
  else if (record_.loading())
    loading_line();
  end_drawer();
  return details;
}

std::string RequestDrawer::draw_record(const dto::LogRecord& record) {
  std::string details;
  const auto view = make_log_detail(record, locale());
  pill(view.status, colour_of(view.tone));
  ImGui::SameLine(0, 10);
  text(view.when, muted(14));
  if (!view.error.empty()) {
    space(2);
    notice(NoticeKind::error, view.error);
  }
  space(2);
  for (const auto& fact : view.facts)
    draw_fact(fact.label, fact.value);
  if (!view.user.empty())
    draw_fact(tr(user_label), view.user);

  text(tr(request_id), muted(14));
  const auto button_side = ImGui::GetFrameHeight();
  align_right(std::min(text_extent(view.request_id, {13, false, 0}).x + button_side + 6,
                       ImGui::GetContentRegionAvail().x * 0.75F));
  const auto y = ImGui::GetCursorPosY();
  text_cut(view.request_id, ImGui::GetContentRegionAvail().x - button_side - 6, {13, false, 0});
  ImGui::SameLine(0, 6);
  ImGui::SetCursorPosY(y - (button_side - 16) / 2);
  if (icon_button(icon::copy, tr(copy))) {
    context_.host.copy(view.request_id);
    context_.tell(NoticeKind::good, tr(copied));
  }

  heading(tr(attempts_title), 2);
  space(2);
  if (view.attempts.empty())
    paragraph(tr(no_attempts), muted(14));
  for (std::size_t i = 0; i < view.attempts.size(); ++i)
    if (draw_attempt(view.attempts[i], i))
      context_.navigator.go(PageId::keys, "id=" + percent_encoded(view.attempts[i].key_id));

  space(4);
  if (!view.user_id.empty() && button(filled(tr(of_user), {view.user}) + "##user"))
    details = "user=" + percent_encoded(view.user_id);
  if (button(filled(tr(of_model), {view.model}) + "##model"))
    details = "model=" + percent_encoded(view.model);

  space(4);
  if (view.bodies.empty())
    paragraph(tr(no_bodies), muted(13));
  for (const auto& body : view.bodies) {
    heading(body.title, 2);
    align_right(button_width(tr(copy_text)));
    if (button(tr(copy_text) + body.title)) {
      context_.host.copy(body.text);
      context_.tell(NoticeKind::good, tr(copied));
    }
    auto shown = body.text;
    text_field("##" + body.title, shown, {.lines = 12, .read_only = true});
  }
  if (!details.empty())
    open_ = false;
  return details;
}

} // namespace geminid::webui::logs
