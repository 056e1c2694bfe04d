#include "webui/pages/keys/key_drawer.hpp"

#include "webui/core/format.hpp"
#include "webui/pages/keys/key_look.hpp"
#include "webui/view/key_activity.hpp"
#include "webui/view/keys_words.hpp"
#include "webui/widgets/chart_theme.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/frames.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"

#include <array>
#include <utility>

namespace geminid::webui {
namespace {

constexpr float drawer_width = 580;
constexpr Duration refresh_every{2'000};

constexpr Phrase drawer_title{"Gemini key", "Gemini 密钥"};
constexpr Phrase check_now{"Check now", "立即检查"};
constexpr Phrase checking{"Checking…", "正在检查…"};
constexpr Phrase reset{"Reset", "重置"};
constexpr Phrase remove_key{"Delete", "删除"};
constexpr Phrase works{"Google accepts the key", "Google 接受此密钥"};
constexpr Phrase works_not{"The key does not work: {}", "密钥不可用：{}"};
constexpr Phrase limits_title{"Use and limits", "用量与限额"};
constexpr Phrase limits_note{"RPM and TPM over the last 60 seconds, RPD since midnight Pacific.",
                             "RPM 和 TPM 按最近 60 秒计，RPD 自太平洋时间午夜起计。"};
constexpr Phrase no_models{"It served no request yet: limits are known once it is used.",
                           "尚未处理过请求，使用后才会得知限额。"};
constexpr Phrase totals_title{"In total", "累计"};
constexpr Phrase last_error{"Last error: {}", "最近的错误：{}"};
constexpr Phrase activity_title{"Last hour", "最近 1 小时"};
constexpr Phrase activity_note{"Requests with this key, each bar two minutes. Begins anew with the process.",
                               "使用此密钥的请求，每条代表两分钟；进程重启后重新计数。"};
constexpr Phrase activity_series{"Requests", "请求数"};
constexpr float activity_height = 150;
constexpr float idle_height = 60;
constexpr Phrase requests_title{"Recent requests", "最近的请求"};
constexpr Phrase no_requests{"No request yet", "暂无请求"};
constexpr Phrase in_logs{"Show in the log", "在日志中查看"};

void draw_window(const LimitView& limit) {
  ImGui::BeginGroup();
  text(limit.label, muted(small_text_size));
  ImGui::SameLine(52);
  text(limit.text, {small_text_size, false, limit.tone == Tone::good ? theme().text : colour_of(limit.tone)});
  if (!limit.source.empty()) {
    align_right(text_extent(limit.source, muted(small_text_size)).x);
    text(limit.source, muted(small_text_size));
  }
  progress_bar(std::string{limit.label} + " " + limit.text, static_cast<float>(limit.share), colour_of(limit.tone), 5);
  ImGui::EndGroup();
}

void draw_models(const KeyDetail& detail) {
  begin_card("models");
  heading(tr(limits_title), 2);
  paragraph(tr(detail.models.empty() ? no_models : limits_note), muted(small_text_size));
  for (const auto& model : detail.models) {
    space(2);
    text_cut(model.model, ImGui::GetContentRegionAvail().x - pill_width(model.state) - 8, bold(14));
    align_right(pill_width(model.state));
    pill(model.state, colour_of(model.tone));
    if (!model.note.empty())
      paragraph(model.note, {small_text_size, false, colour_of(model.tone)});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(12, 5));
    for (const auto& limit : model.limits)
      draw_window(limit);
    ImGui::PopStyleVar();
  }
  end_card();
}

void draw_facts(const KeyDetail& detail) {
  begin_card("totals");
  heading(tr(totals_title), 2);
  space(2);
  for (const auto& fact : detail.facts) {
    text(fact.label, muted(14));
    const TextStyle style{14, true, fact.bad ? theme().warn : 0};
    align_right(text_extent(fact.value, style).x);
    text_cut(fact.value, ImGui::GetContentRegionAvail().x, style);
  }
  if (!detail.last_error.empty())
    paragraph(filled(tr(last_error), {detail.last_error}), {small_text_size, false, theme().warn});
  end_card();
}

} // namespace

void KeyDrawer::open(const PageContext& context, const KeyList& list, std::string id) {
  open_ = true;
  to_top_ = true;
  id_ = std::move(id);
  checking_ = false;
  // What the table knows is shown until the key itself has come.
  if (list.page() != nullptr)
    for (const auto& key : list.page()->keys)
      if (key.id == id_)
        key_.finish(key_.begin(), key, context.host.now());
  key_.make_stale();
  requests_.make_stale();
  load(context);
}

void KeyDrawer::load(const PageContext& context) {
  changed_ = false;
  const auto id = percent_encoded(id_);
  context.client.load(key_, "/admin/api/keys/" + id, dto::parse_key);
  context.client.load(requests_, "/admin/api/logs?limit=10&key=" + id,
                      [id = id_](const dto::json& document) -> Result<Requests> {
                        auto records = parse_key_requests(document);
                        if (!records)
                          return records.error();
                        return Requests{id, std::move(*records)};
                      });
}

bool KeyDrawer::draw(const PageContext& context, KeyList& list) {
  if (!open_)
    return false;
  const auto since = key_.loaded_at() ? context.host.now() - *key_.loaded_at() : refresh_every;
  if (changed_ && !key_.loading() && since >= refresh_every)
    load(context);
  else if (changed_)
    redraw_within(refresh_every);
  const TouchTargets touch;
  if (!begin_drawer("##key", tr(drawer_title), open_, drawer_width))
    return true;
  if (std::exchange(to_top_, false))
    ImGui::SetScrollY(0);
  const auto* const key = key_.get();
  if (!key_.error().empty())
    notice(NoticeKind::error, key_.error());
  if (key != nullptr && key->id == id_)
    draw_key(context, list);
  else if (key_.loading())
    loading_line();
  end_drawer();
  return !open_;
}

void KeyDrawer::draw_key(const PageContext& context, KeyList& list) {
  const auto& key = *key_.get();
  if (std::exchange(shown_revision_, key_.revision()) != key_.revision())
    edit_.show(key);
  const auto detail = make_key_detail(key, context.host.now(), locale());
  const auto& row = detail.row;
  text_cut(row.title, ImGui::GetContentRegionAvail().x - pill_width(row.state) - 8, bold(18));
  align_right(pill_width(row.state));
  pill(row.state, colour_of(row.tone));
  if (!row.subtitle.empty())
    text(row.subtitle, muted(14));
  if (!row.reason.empty())
    notice(row.tone == Tone::bad    ? NoticeKind::error
           : row.tone == Tone::warn ? NoticeKind::warning
                                    : NoticeKind::info,
           row.reason);
  if (!detail.until.empty()) {
    paragraph(detail.until + " · " + row.countdown, muted(14));
    redraw_within(Duration{1'000});
  }
  const auto check_label = std::string{tr(checking_ ? checking : check_now)} + "##key";
  if (button(check_label, ButtonKind::plain, !checking_))
    check(context, list);
  ImGui::SameLine(0, 8);
  if (button(std::string{tr(reset)} + "##key"))
    list.act({key.id}, dto::BulkAction::reset);
  ImGui::SameLine(0, 8);
  if (button(std::string{tr(remove_key)} + "##key", ButtonKind::danger)) {
    open_ = false;
    list.remove({key.id}, row.title);
    return;
  }
  draw_models(detail);
  draw_facts(detail);
  draw_activity();
  draw_requests(context);
  if (edit_.draw(context, list))
    load(context);
}

void KeyDrawer::check(const PageContext& context, KeyList& list) {
  checking_ = true;
  context.client.call("POST", "/admin/api/keys/" + percent_encoded(id_) + "/check", nullptr,
                      [this, context, &list, id = id_](const ApiResult& result) {
                        list.make_stale();
                        if (id == id_)
                          checking_ = false;
                        if (!result) {
                          context.tell(result.error());
                          return;
                        }
                        auto key = dto::parse_key(*result);
                        if (!key)
                          return;
                        if (key->state == dto::KeyState::invalid)
                          context.tell(NoticeKind::error,
                                       filled(tr(works_not), {key_words(key->reason.value_or(""), locale().language)}));
                        else
                          context.tell(NoticeKind::good, tr(works));
                        if (id == id_)
                          key_.finish(key_.begin(), std::move(*key), context.host.now());
                      });
}

void KeyDrawer::draw_activity() {
  const auto activity = make_key_activity(*key_.get(), key_.loaded_at().value_or(Instant{}), locale());
  begin_card("activity");
  heading(tr(activity_title), 2);
  paragraph(tr(activity_note), muted(small_text_size));
  const std::array series{ChartSeries{tr(activity_series), activity.values, theme().accent}};
  TimeChart chart;
  chart.marks = TimeMarks::bars;
  chart.times_ms = activity.times_ms;
  if (activity.any)
    chart.series = series;
  chart.words = {activity.summary, activity.summary};
  chart.value_text = chart_value_text(plot::Unit::count);
  chart.zone_offset_min = static_cast<int>(locale().utc_offset.count());
  draw_time_chart("activity", {ImGui::GetContentRegionAvail().x, activity.any ? activity_height : idle_height}, chart,
                  chart_style(), activity_);
  end_card();
}

void KeyDrawer::draw_requests(const PageContext& context) {
  begin_card("requests");
  heading(tr(requests_title), 2);
  const auto* const requests = requests_.get();
  const bool known = requests != nullptr && requests->key_id == id_;
  if (known && !requests->records.empty()) {
    align_right(text_extent(tr(in_logs)).x);
    if (link(tr(in_logs)))
      context.navigator.go(PageId::logs, "key=" + percent_encoded(id_));
  }
  if (!requests_.error().empty())
    notice(NoticeKind::error, requests_.error());
  else if (known && requests->records.empty())
    text(tr(no_requests), muted(14));
  else if (!known)
    loading_line();
  if (known)
    for (const auto& request : make_key_requests(requests->records, id_, context.host.now(), locale())) {
      text(request.status, {14, true, colour_of(request.tone)});
      ImGui::SameLine(76);
      const auto side = request.took + " · " + request.at;
      const auto side_width = text_extent(side, muted(small_text_size)).x;
      text_cut(request.model, ImGui::GetContentRegionAvail().x - side_width - 12, {14, false, 0});
      align_right(side_width);
      text(side, muted(small_text_size));
      if (!request.reason.empty())
        paragraph(request.reason, {small_text_size, false, theme().warn});
    }
  end_card();
}

} // namespace geminid::webui
