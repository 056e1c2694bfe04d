// The cards of the Overview page. Each draws what it is given and says what was pressed.
#pragma once

#include "webui/plot/shares.hpp"
#include "webui/view/attention_view.hpp"
#include "webui/view/log_view.hpp"
#include "webui/view/model_quota_view.hpp"
#include "webui/view/pool_view.hpp"
#include "webui/view/traffic_view.hpp"
#include "webui/widgets/chart.hpp"
#include "webui/widgets/surfaces.hpp"

#include <optional>
#include <string>
#include <vector>

namespace geminid::webui::overview {

[[nodiscard]] Columns kpi_columns();
/// Of the rows below, which end where the row of small cards does: those are whole pixels wide.
[[nodiscard]] float full_width();
/// Four of them, side by side where there is room.
void draw_kpis(const TrafficKpis& kpis);

/// What the traffic card shows, chosen by the viewer.
struct TrafficChoice {
  int window = 0;  // 0: live; then 1h, 24h, 7d, 30d
  int measure = 0; // 0: requests, 1: tokens
  ChartState requests, tokens;

  [[nodiscard]] dto::StatsWindow stats_window() const;
};
/// `series` may be null while it is loaded. True when another window was chosen.
bool draw_traffic(ImVec2 size, const LiveRates& live, const TrafficSeries* series, TrafficChoice& choice);

/// Each of them is pressed to see its cause. The index of the one that was.
std::optional<std::size_t> draw_attention(ImVec2 size, const std::vector<Attention>& list);

/// Kept until what it is made of changes: folding costs a sort.
struct PoolPicture {
  std::vector<StateCount> states;
  std::int64_t keys = 0;
  std::vector<plot::ShareSegment> state_segments;
  std::vector<KeyUse> uses;
  std::vector<plot::ShareSegment> use_segments;
};
[[nodiscard]] PoolPicture make_pool_picture(std::vector<StateCount> states, std::vector<KeyUse> uses);
/// Details for the Keys page when something was pressed ("state=invalid", "id=key_1").
std::optional<std::string> draw_pool(ImVec2 size, const PoolPicture& picture, const char* window_name);
[[nodiscard]] float pool_height();

[[nodiscard]] float models_height(std::size_t models);
/// The name of the model that was pressed; empty: all of them.
std::optional<std::string> draw_models(ImVec2 size, const ModelQuotas& quotas);

/// The id of the record that was pressed; empty: the log.
std::optional<std::string> draw_failures(float width, const std::vector<LogRow>& rows);

} // namespace geminid::webui::overview
