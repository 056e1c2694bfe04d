#include "webui/pages/keys/key_import.hpp"

#include "webui/pages/keys/key_look.hpp"
#include "webui/view/keys_words.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/frames.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/notes.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

constexpr Duration preview_after{400};

constexpr Phrase title{"Add Gemini keys", "添加 Gemini 密钥"};
constexpr Phrase pasted{"Pasted keys", "粘贴密钥"};
constexpr Phrase explanation{
    "Paste anything that holds keys: one a line, a .env file, CSV, JSON, another gateway's export.",
    "可粘贴任何含有密钥的文本：每行一个、.env 文件、CSV、JSON 或其他网关的导出。"};
constexpr Phrase name{"Name", "名称"};
constexpr Phrase project{"Project", "项目"};
constexpr Phrase weight{"Weight", "权重"};
constexpr Phrase priority{"Priority", "优先级"};
constexpr Phrase optional_hint{"Optional", "可选"};
constexpr Phrase project_hint{"Keys of one project share its limits", "同一项目的密钥共享限额"};
constexpr Phrase add_keys{"Add keys", "添加密钥"};
constexpr Phrase cancel{"Cancel", "取消"};
constexpr Phrase finish{"Done", "完成"};
constexpr Phrase more_keys{"Add more", "继续添加"};

} // namespace

void KeyImport::open() {
  open_ = true;
}

void KeyImport::close() {
  open_ = false;
  was_open_ = false;
  draft_ = {};
  edited_at_.reset();
  answer_.reset();
  error_.clear();
  ++ticket_;
  loading_ = false;
}

void KeyImport::edited(Instant now) {
  edited_at_ = now;
  error_.clear();
  ++ticket_;
  loading_ = false;
}

void KeyImport::ask_preview(const PageContext& context) {
  edited_at_.reset();
  const auto request = import_request(draft_, true);
  if (!request) {
    answer_.reset();
    return;
  }
  loading_ = true;
  const auto ticket = ++ticket_;
  context.client.call("POST", "/admin/api/keys", dto::to_json(*request), [this, ticket](const ApiResult& result) {
    if (ticket != ticket_)
      return;
    loading_ = false;
    answer_.reset();
    answer_done_ = false;
    if (!result) {
      error_ = refused_key_field(result.error().field, result.error().message, locale().language);
      return;
    }
    if (auto answer = dto::parse_added_keys(*result))
      answer_ = std::move(*answer);
    else
      error_ = answer.error().message;
  });
}

void KeyImport::add(const PageContext& context, KeyList& list) {
  const auto request = import_request(draft_, false);
  if (!request)
    return;
  loading_ = true;
  edited_at_.reset();
  const auto ticket = ++ticket_;
  context.client.call("POST", "/admin/api/keys", dto::to_json(*request),
                      [this, ticket, context, &list](const ApiResult& result) {
                        list.make_stale();
                        if (ticket != ticket_) {
                          if (!result)
                            context.tell(result.error());
                          return;
                        }
                        loading_ = false;
                        if (!result) {
                          error_ = result.error().message;
                          return;
                        }
                        answer_.reset();
                        if (auto answer = dto::parse_added_keys(*result))
                          answer_ = std::move(*answer);
                        answer_done_ = true;
                        draft_.text.clear();
                      });
}

void KeyImport::draw(const PageContext& context, KeyList& list) {
  if (!open_ && was_open_)
    close();
  const TouchTargets touch;
  if (!begin_dialog("##import", tr(title), open_, 640))
    return;
  was_open_ = true;
  const auto now = context.host.now();
  if ((!answer_done_ || !answer_) && draw_fields())
    edited(now);
  if (edited_at_) {
    if (now - *edited_at_ >= preview_after)
      ask_preview(context);
    else
      redraw_within(preview_after - (now - *edited_at_));
  }
  draw_outcome();
  draw_buttons(context, list);
  end_dialog(open_);
}

bool KeyImport::draw_fields() {
  paragraph(tr(explanation), muted(14));
  if (ImGui::IsWindowAppearing())
    ImGui::SetKeyboardFocusHere();
  bool changed = text_field("##" + std::string{tr(pasted)}, draft_.text,
                            {.lines = narrow() ? 6 : 8, .size_max = dto::pasted_text_size_max});
  // The keys themselves are no text for a document that extensions read.
  note_widget("textbox", tr(pasted), line_count_text(draft_.text, locale()));
  const auto wide = columns(240, 2);
  const auto small = columns(120, 2);
  const auto text_cell = [&](int index, const Columns& grid, const Phrase& label, std::string& value,
                             TextFieldOptions options) {
    next_column(index, grid);
    options.width = grid.width;
    changed = text_field(tr(label), value, options) || changed;
  };
  text_cell(0, wide, name, draft_.name, {.hint = tr(optional_hint), .size_max = 200});
  text_cell(1, wide, project, draft_.project, {.hint = tr(project_hint), .size_max = 200});
  text_cell(2, small, weight, draft_.weight, {.size_max = 12});
  next_column(3, small);
  return integer_field(tr(priority), draft_.priority, dto::priority_range.min, dto::priority_range.max,
                       {.width = small.width}) ||
         changed;
}

void KeyImport::draw_outcome() {
  space(2);
  if (!error_.empty())
    notice(NoticeKind::error, error_);
  if (draft_.text.empty() && !answer_done_)
    return;
  if (loading_)
    loading_line();
  if (!parse_weight(draft_.weight)) {
    notice(NoticeKind::error, refused_key_field("weight", "", locale().language));
    return;
  }
  if (!answer_)
    return;
  const auto view = make_import_view(*answer_, answer_done_, locale());
  notice(view.tone == Tone::good ? NoticeKind::good : NoticeKind::warning, view.headline);
  if (!view.summary.empty())
    text_cut(view.summary, ImGui::GetContentRegionAvail().x, muted(small_text_size));
  if (view.lines.empty())
    return;
  const auto height = std::min(static_cast<float>(view.lines.size() + (view.more.empty() ? 0 : 1)) * 22 + 16, 150.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(12, 10));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(10, 8));
  ImGui::PushStyleColor(ImGuiCol_ChildBg, theme().field);
  ImGui::BeginChild("lines", {0, height}, ImGuiChildFlags_Borders);
  for (const auto& line : view.lines) {
    text(line.line, {small_text_size, false, colour_of(line.tone)});
    ImGui::SameLine(86);
    paragraph(line.text, muted(small_text_size));
  }
  if (!view.more.empty())
    text(view.more, muted(small_text_size));
  ImGui::EndChild();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
}

void KeyImport::draw_buttons(const PageContext& context, KeyList& list) {
  space(2);
  const bool done = answer_done_ && answer_;
  const auto first = std::string{tr(done ? more_keys : cancel)} + "##import";
  const auto second = std::string{tr(done ? finish : add_keys)} + "##import";
  ImGui::Dummy({0, 0});
  align_right(button_width(first) + button_width(second) + 8);
  if (button(first, ButtonKind::quiet)) {
    if (done)
      answer_.reset(), answer_done_ = false;
    else
      open_ = false;
  }
  ImGui::SameLine(0, 8);
  const bool ready = done || (!loading_ && !edited_at_ && answer_ && !answer_->added.empty());
  if (button(second, ButtonKind::primary, ready)) {
    if (done)
      open_ = false;
    else
      add(context, list);
  }
}

} // namespace geminid::webui
