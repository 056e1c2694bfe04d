#include "webui/core/format.hpp"
#include "webui/pages/overview/cards.hpp"
#include "webui/widgets/chart_theme.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/surfaces.hpp"

#include <array>

namespace geminid::webui::overview {
namespace {

constexpr Phrase title{"Traffic", "流量"};
constexpr std::array windows{Phrase{"Live", "实时"}, Phrase{"1 h", "1 小时"}, Phrase{"24 h", "24 小时"},
                             Phrase{"7 d", "7 天"}, Phrase{"30 d", "30 天"}};
constexpr std::array measures{Phrase{"Requests", "请求"}, Phrase{"Tokens", "Token"}};
constexpr Phrase succeeded{"Succeeded", "成功"};
constexpr Phrase failed{"Failed", "失败"};
constexpr Phrase tokens_in{"Tokens in", "输入 Token"};
constexpr Phrase tokens_out{"Tokens out", "输出 Token"};
constexpr Phrase total{"Total", "合计"};
constexpr Phrase live_summary{"Requests per second over five minutes: now {}, highest {}",
                              "最近五分钟每秒请求数：当前 {}，最高 {}"};
constexpr Phrase quiet{"No requests in the last five minutes", "最近五分钟没有请求"};
constexpr Phrase empty{"No requests in this window", "该时段没有请求"};
constexpr Phrase chosen_window{"Window", "时段"};
constexpr Phrase chosen_measure{"Shown", "显示"};

template <std::size_t N>
std::array<const char*, N> translated(const std::array<Phrase, N>& phrases) {
  std::array<const char*, N> words{};
  for (std::size_t i = 0; i < N; ++i)
    words[i] = tr(phrases[i]);
  return words;
}

template <std::size_t N>
float segments_width(const std::array<const char*, N>& words) {
  float width = 0;
  for (const auto* word : words)
    width += button_width(word) + 6;
  return width - 6;
}

TimeChart base_chart(const std::vector<std::int64_t>& times) {
  TimeChart chart;
  chart.marks = TimeMarks::bars;
  chart.times_ms = times;
  chart.zone_offset_min = static_cast<int>(locale().utc_offset.count());
  return chart;
}

void draw_live(ImVec2 size, const LiveRates& live, ChartState& state) {
  const std::array series{ChartSeries{tr(succeeded), live.succeeded, theme().accent},
                          ChartSeries{tr(failed), live.failed, theme().bad}};
  const auto summary = filled(tr(live_summary), {format_compact(live.per_second, locale().language),
                                                 format_compact(live.highest, locale().language)});
  auto chart = base_chart(live.times_ms);
  if (!live.quiet)
    chart.series = series;
  chart.words = {summary, tr(quiet)};
  chart.unit = plot::Unit::number;
  chart.value_text = chart_value_text(plot::Unit::number);
  chart.window = plot::TimeSpan{live.from_ms, live.to_ms};
  chart.total_label = tr(total);
  draw_time_chart("live", size, chart, chart_style(), state);
}

void draw_series(ImVec2 size, const TrafficSeries& traffic, bool tokens, TrafficChoice& choice) {
  const std::array requests{ChartSeries{tr(succeeded), traffic.succeeded, theme().accent},
                            ChartSeries{tr(failed), traffic.failed, theme().bad}};
  const std::array in_and_out{ChartSeries{tr(tokens_in), traffic.tokens_in, theme().info},
                              ChartSeries{tr(tokens_out), traffic.tokens_out, theme().accent}};
  auto chart = base_chart(traffic.times_ms);
  if (!traffic.empty)
    chart.series = tokens ? in_and_out : requests;
  chart.words = {traffic.summary, tr(empty)};
  chart.value_text = chart_value_text(plot::Unit::count);
  chart.total_label = tr(total);
  if (tokens)
    chart.marks = TimeMarks::stacked_areas;
  draw_time_chart(tokens ? "tokens" : "requests", size, chart, chart_style(), tokens ? choice.tokens : choice.requests);
}

} // namespace

dto::StatsWindow TrafficChoice::stats_window() const {
  constexpr std::array of{dto::StatsWindow::hour, dto::StatsWindow::hour, dto::StatsWindow::day, dto::StatsWindow::week,
                          dto::StatsWindow::month};
  return of[static_cast<std::size_t>(window)];
}

bool draw_traffic(ImVec2 size, const LiveRates& live, const TrafficSeries* series, TrafficChoice& choice) {
  begin_card("traffic", size);
  heading(tr(title), 2);
  const auto window_words = translated(windows);
  const auto measure_words = translated(measures);
  const bool longer = choice.window > 0;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, narrow() ? ImVec2(12, 10) : ImVec2(10, 5));
  align_right(segments_width(window_words) + (longer ? segments_width(measure_words) + 18 : 0));
  bool changed = false;
  if (longer) {
    segmented(std::string{"##"} + tr(chosen_measure), choice.measure, measure_words);
    ImGui::SameLine(0, 18);
    if (ImGui::GetContentRegionAvail().x < segments_width(window_words))
      ImGui::NewLine();
  }
  changed = segmented(std::string{"##"} + tr(chosen_window), choice.window, window_words);
  ImGui::PopStyleVar();
  space(2);
  const ImVec2 room{ImGui::GetContentRegionAvail().x, size.y > 0 ? ImGui::GetContentRegionAvail().y : 220};
  if (!longer)
    draw_live(room, live, choice.requests);
  else if (series != nullptr)
    draw_series(room, *series, choice.measure == 1, choice);
  else
    loading_line();
  end_card();
  return changed;
}

} // namespace geminid::webui::overview
