#include "webui/pages/logs/audit_list.hpp"

#include "webui/widgets/controls.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/rows.hpp"

#include <algorithm>

namespace geminid::webui::logs {
namespace {

constexpr Phrase when_label{"Time", "时间"};
constexpr Phrase who_label{"By", "操作者"};
constexpr Phrase what_label{"Change", "操作"};
constexpr Phrase target_label{"Of", "对象"};
constexpr Phrase from_label{"From", "来源"};
constexpr Phrase status_label{"Answer", "结果"};
constexpr Phrase details_label{"Details", "详情"};
constexpr Phrase no_details{"Nothing more is kept of it.", "没有更多记录。"};
constexpr Phrase none{"Nothing was changed yet", "还没有任何更改"};
constexpr Phrase none_detail{"Each login and each change by an admin appears here.",
                             "每次登录和管理员的每次更改都会显示在这里。"};
constexpr Phrase drawer_title{"Audit entry", "审计记录"};
constexpr Phrase older_label{"Load older", "加载更早的记录"};

constexpr std::size_t page_size = 100;
constexpr float row_height = 40;
constexpr float card_height = 66;

// Of the width: when, who, what, of, from; the answer stands at the right.
constexpr float shares[] = {0.16F, 0.11F, 0.24F, 0.28F, 0.21F};

void draw_cells(const PressRow& row, const AuditRow& entry) {
  const auto width = row.width() - 16 - 110;
  auto x = row.from.x + 8;
  const auto y = row.middle() - 8;
  const auto cell = [&](std::size_t i, std::string_view words, const TextStyle& style) {
    draw_cut({x, y}, width * shares[i] - 12, words, style);
    x += width * shares[i];
  };
  cell(0, entry.when, muted(13));
  cell(1, entry.who, {14, false, 0});
  cell(2, entry.what, {14, true, 0});
  cell(3, entry.target, {14, false, 0});
  cell(4, entry.from, muted(13));
  draw_pill({x, row.middle()}, entry.status, colour_of(entry.tone));
}

void draw_card(const PressRow& row, const AuditRow& entry) {
  const auto left = row.from.x + 4;
  const auto right = row.to.x - 4;
  const auto answer = pill_width(entry.status);
  draw_cut({left, row.from.y + 12}, right - left - answer - 10, entry.what, {14, true, 0});
  draw_pill({right - answer, row.from.y + 20}, entry.status, colour_of(entry.tone));
  auto words = entry.when + " · " + entry.who;
  if (!entry.target.empty())
    words += " · " + entry.target;
  draw_cut({left, row.from.y + 40}, right - left, words, muted(13));
}

void draw_header() {
  const auto from = ImGui::GetCursorScreenPos();
  const auto width = ImGui::GetContentRegionAvail().x - 16 - 110;
  auto x = from.x + 8;
  std::size_t i = 0;
  for (const auto& label : {when_label, who_label, what_label, target_label, from_label}) {
    draw_cut({x, from.y}, width * shares[i] - 12, tr(label), muted(12));
    x += width * shares[i++];
  }
  draw_cut({x, from.y}, 110, tr(status_label), muted(12));
  ImGui::Dummy({width, 22});
}

void draw_fact(const Phrase& label, const std::string& value) {
  if (value.empty())
    return;
  text(tr(label), muted(14));
  const TextStyle style{14, true, 0};
  align_right(std::min(text_extent(value, style).x, ImGui::GetContentRegionAvail().x * 0.7F));
  text_cut(value, ImGui::GetContentRegionAvail().x, style);
}

} // namespace

void AuditList::changed(Change change) {
  if (change != Change::pulse && change != Change::none && change != Change::check && change != Change::circuits)
    newest_wanted_ = true;
}

void AuditList::load(bool older) {
  loading_ = true;
  newest_wanted_ = newest_wanted_ && older;
  Query query;
  query.add("limit", std::to_string(page_size)).add("before", older ? tail_.before() : std::string{});
  context_.client.get("/admin/api/audit" + query.text(), [this, older](ApiResult result) {
    loading_ = false;
    if (!result) {
      error_ = result.error().message;
      return;
    }
    auto page = dto::parse_list(*result, "audit", dto::parse_audit_entry);
    error_ = page ? std::string{} : page.error().message;
    if (!page)
      return;
    loaded_ = true;
    if (older)
      tail_.take_older(std::move(page->items), std::move(page->next));
    else
      tail_.take_newest(std::move(page->items), std::move(page->next));
  });
}

void AuditList::derive() {
  if (shown_revision_ == tail_.revision() && shown_locale_ == locale())
    return;
  shown_revision_ = tail_.revision();
  shown_locale_ = locale();
  rows_.clear();
  for (const auto& entry : tail_.records())
    rows_.push_back(make_audit_row(entry, locale()));
}

void AuditList::draw() {
  if (newest_wanted_ && !loading_)
    load(false);
  derive();
  if (!error_.empty())
    notice(NoticeKind::error, error_);
  if (!loaded_) {
    if (loading_)
      loading_line();
    return;
  }
  begin_card("audit");
  if (rows_.empty())
    empty_state(icon::audit, tr(none), tr(none_detail));
  else
    draw_rows();
  end_card();
  const bool near_end = ImGui::GetScrollY() >= ImGui::GetScrollMaxY() - 400;
  if (tail_.has_more() && !loading_ && near_end && error_.empty())
    load(true);
  else if (tail_.has_more() && !loading_ && button(tr(older_label)))
    load(true);
  draw_drawer();
}

void AuditList::draw_rows() {
  const bool tall = ImGui::GetContentRegionAvail().x < 760;
  if (!tall)
    draw_header();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(rows_.size()), tall ? card_height : row_height);
  while (clipper.Step())
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto& entry = rows_[static_cast<std::size_t>(i)];
      const auto row = press_row("##" + entry.id, entry.spoken, tall ? card_height : row_height);
      if (i > 0)
        ImGui::GetWindowDrawList()->AddLine(row.from, {row.to.x, row.from.y}, faded(theme().line, 0.6F));
      if (tall)
        draw_card(row, entry);
      else
        draw_cells(row, entry);
      if (row.pressed) {
        chosen_id_ = entry.id;
        open_ = true;
      }
    }
  ImGui::PopStyleVar();
}

void AuditList::draw_drawer() {
  if (!begin_drawer("##audit entry", tr(drawer_title), open_, 520))
    return;
  const auto& entries = tail_.records();
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.id == chosen_id_; });
  if (found != entries.end()) {
    const auto row = make_audit_row(*found, locale());
    pill(row.status, colour_of(row.tone));
    space(2);
    draw_fact(when_label, row.when);
    draw_fact(who_label, row.who);
    draw_fact(what_label, row.what);
    draw_fact(target_label, row.target);
    draw_fact(from_label, row.from);
    heading(tr(details_label), 2);
    auto details = audit_details(*found);
    if (details.empty())
      paragraph(tr(no_details), muted(14));
    else
      text_field(std::string{"##"} + tr(details_label), details, {.lines = 16, .read_only = true});
  }
  end_drawer();
}

} // namespace geminid::webui::logs
