#include "webui/pages/overview/cards.hpp"
#include "webui/widgets/chart_theme.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/notes.hpp"
#include "webui/widgets/rows.hpp"
#include "webui/widgets/surfaces.hpp"

#include <algorithm>

namespace geminid::webui::overview {
namespace {

constexpr Phrase latency_label{"Latency in the last hour", "最近一小时延迟"};
constexpr Phrase first_byte{"First byte", "首字节"};
constexpr Phrase whole{"Whole", "完整"};
constexpr std::array percentile_names{"p50", "p90", "p99"};

constexpr float card_height_max = 128;
constexpr float card_height_phone = 118;
constexpr float tile = 32;

float card_height() {
  return narrow() ? card_height_phone : card_height_max;
}

// The tile with the icon, and the label beside it. Where what is below begins.
float draw_head(const char* mark, ImU32 colour, std::string_view label) {
  const auto from = ImGui::GetCursorScreenPos();
  const auto width = ImGui::GetContentRegionAvail().x;
  auto* const list = ImGui::GetWindowDrawList();
  list->AddRectFilled(from, {from.x + tile, from.y + tile}, faded(colour, 0.15F), 9);
  const auto glyph = text_extent(mark, {18, false, 0});
  list->AddText(regular_font(), 18, {from.x + (tile - glyph.x) / 2, from.y + (tile - glyph.y) / 2 - 1}, colour, mark);
  draw_cut({from.x + tile + 12, from.y + 8}, width - tile - 12, label, muted(13));
  ImGui::Dummy({width, tile});
  note_text("text", label);
  return from.y + tile;
}

void draw_kpi(const char* mark, const Kpi& kpi, float width) {
  begin_card(kpi.label.c_str(), {width, card_height()});
  const auto colour = colour_of(kpi.tone);
  const auto below = draw_head(mark, colour, kpi.label);
  const auto left = ImGui::GetCursorScreenPos().x;
  const auto room = ImGui::GetContentRegionAvail().x;

  const auto values = text_extent(kpi.value, bold(28)).x;
  const auto spark = std::min(room * 0.45F, room - values - 20);
  if (spark > 30 && kpi.trend.size() > 1) {
    ImGui::SetCursorScreenPos({left + room - spark, below + 6});
    draw_sparkline({spark, 36}, {kpi.trend, colour, true, {}}, chart_style());
  }
  ImGui::SetCursorScreenPos({left, below + 8});
  text(kpi.value, bold(28));
  ImGui::SetCursorScreenPos({left, below + 44});
  text_cut(kpi.note, room, muted(13));
  end_card();
}

void draw_latency(const LatencyKpi& latency, float width) {
  begin_card("latency", {width, card_height()});
  const auto below = draw_head(icon::clock, theme().warn, tr(latency_label));
  const auto left = ImGui::GetCursorScreenPos().x;
  const auto room = ImGui::GetContentRegionAvail().x;
  const auto names = std::min(room * 0.31F, 84.0F);
  const auto value_size = room < 230 ? 13.0F : 15.0F;
  const auto column = (room - names) / 3;
  const auto right_of = [&](std::size_t i) { return left + names + column * static_cast<float>(i + 1); };
  for (std::size_t i = 0; i < percentile_names.size(); ++i)
    draw_right(right_of(i), below + 2, percentile_names[i], muted(12));
  auto y = below + 20;
  for (const auto& [name, values] :
       {std::pair{tr(first_byte), &latency.first_byte}, std::pair{tr(whole), &latency.whole}}) {
    draw_cut({left, y + 1}, names, name, muted(13));
    std::string spoken{name};
    for (std::size_t i = 0; i < values->size(); ++i) {
      draw_right(right_of(i), y, (*values)[i], bold(value_size));
      spoken.append(" ").append(percentile_names[i]).append(" ").append((*values)[i]);
    }
    ImGui::SetCursorScreenPos({left, y});
    ImGui::Dummy({room, 20});
    note_text("text", spoken);
    y += 24;
  }
  end_card();
}

} // namespace

Columns kpi_columns() {
  auto grid = columns(226, 4);
  if (grid.count != 3)
    return grid;
  return columns(226, 2); // four make no three columns
}

float full_width() {
  const auto grid = kpi_columns();
  return grid.width * static_cast<float>(grid.count) + gap * static_cast<float>(grid.count - 1);
}

void draw_kpis(const TrafficKpis& kpis) {
  const auto grid = kpi_columns();
  next_column(0, grid);
  draw_kpi(icon::bolt, kpis.requests, grid.width);
  next_column(1, grid);
  draw_kpi(icon::check, kpis.success, grid.width);
  next_column(2, grid);
  draw_kpi(icon::token, kpis.tokens, grid.width);
  next_column(3, grid);
  draw_latency(kpis.latency, grid.width);
}

} // namespace geminid::webui::overview
