#include "webui/pages/keys/key_cells.hpp"

#include "webui/view/key_activity.hpp"
#include "webui/widgets/chart_theme.hpp"
#include "webui/widgets/chart_time.hpp"
#include "webui/widgets/frames.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/rows.hpp"
#include "webui/widgets/surfaces.hpp"

namespace geminid::webui {
namespace {

constexpr float spark_height = 30;

constexpr Phrase no_limit{"No limit known", "限额未知"};

// Lines so high together, one below the other.
void begin_lines(float height) {
  to_middle_of_row(height);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 2));
  ImGui::BeginGroup();
}

void end_lines() {
  ImGui::EndGroup();
  ImGui::PopStyleVar();
}

void hint(const std::string& words) {
  if (!words.empty() && ImGui::IsItemHovered(ImGuiHoveredFlags_DelayNormal))
    ImGui::SetTooltip("%s", words.c_str());
}

} // namespace

void to_middle_of_row(float height, float row) {
  leave_baseline();
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + (row - height) / 2);
}

float cell_room() {
  return ImGui::GetContentRegionAvail().x;
}

void draw_lines_cell(const std::string& first, const std::string& second, const TextStyle& first_style) {
  begin_lines(second.empty() ? 17.0F : 34.0F);
  text_cut(first, cell_room(), first_style);
  if (!second.empty())
    text_cut(second, cell_room(), muted(small_text_size));
  end_lines();
}

void draw_state_cell(const KeyRow& row) {
  const auto& told = row.countdown.empty() ? row.reason : row.countdown;
  begin_lines(told.empty() ? 22.0F : 40.0F);
  pill(row.state, colour_of(row.tone));
  hint(row.reason);
  if (!told.empty())
    text_cut(told, cell_room(), muted(small_text_size));
  end_lines();
  hint(row.reason);
  if (!row.countdown.empty())
    redraw_within(Duration{1'000});
}

void draw_use_cell(const KeyRow& row) {
  begin_lines(row.use ? 27.0F : 16.0F);
  if (row.use) {
    text(row.use_text, {small_text_size, false, row.use_tone == Tone::good ? theme().text : colour_of(row.use_tone)});
    ImGui::Dummy({0, 1});
    progress_bar(row.use_hint, static_cast<float>(*row.use), colour_of(row.use_tone), 6);
  } else {
    text_cut(tr(no_limit), cell_room(), muted(small_text_size));
  }
  end_lines();
  hint(row.use_hint);
}

void draw_activity(const dto::Key& key, Instant now, float height) {
  const auto activity = make_key_activity(key, now, locale());
  Sparkline line;
  line.values = activity.values;
  line.colour = activity.any ? theme().accent : theme().line;
  line.summary = activity.summary;
  draw_sparkline({cell_room(), height}, line, chart_style());
  hint(activity.summary);
}

void draw_activity_cell(const dto::Key& key, Instant now) {
  to_middle_of_row(spark_height);
  draw_activity(key, now, spark_height);
}

} // namespace geminid::webui
