#include "webui/pages/logs/request_rows.hpp"

#include "webui/widgets/language.hpp"
#include "webui/widgets/rows.hpp"

#include <algorithm>

namespace geminid::webui::logs {
namespace {

constexpr Phrase time{"Time", "时间"};
constexpr Phrase status{"Status", "状态"};
constexpr Phrase model{"Model", "模型"};
constexpr Phrase user{"User", "用户"};
constexpr Phrase surface{"API", "接口"};
constexpr Phrase tokens{"Tokens in → out", "Token 输入 → 输出"};
constexpr Phrase latency{"First byte · whole", "首字节 · 完整"};
constexpr Phrase attempts{"Attempts", "尝试"};

constexpr float row_height = 40;
constexpr float card_height = 88;

/// Where each column begins and how wide it is; those of numbers end at their right edge.
struct Places {
  float time, status, model, model_width, user, user_width, surface, surface_width, tokens_right, latency_right,
      attempts_right;
};

Places places(float left, float width) {
  Places at{};
  const bool tight = width < 1'000;
  const auto token_room = tight ? 116.0F : 150.0F;
  const auto latency_room = tight ? 132.0F : 170.0F;
  const auto attempts_room = tight ? 72.0F : 80.0F;
  const auto numbers = token_room + latency_room + attempts_room;
  const auto words = std::max(width - 16 - 104 - (tight ? 104.0F : 124.0F) - numbers, 200.0F);
  at.time = left + 8;
  at.status = at.time + 104;
  at.model = at.status + (tight ? 104.0F : 124.0F);
  at.model_width = words * 0.46F - 12;
  at.user = at.model + words * 0.46F;
  at.user_width = words * 0.27F - 12;
  at.surface = at.user + words * 0.27F;
  at.surface_width = words * 0.27F - 12;
  at.tokens_right = at.surface + words * 0.27F + token_room;
  at.latency_right = at.tokens_right + latency_room;
  at.attempts_right = at.latency_right + attempts_room;
  return at;
}

void draw_header() {
  const auto from = ImGui::GetCursorScreenPos();
  const auto at = places(from.x, ImGui::GetContentRegionAvail().x);
  const auto style = muted(12);
  draw_cut({at.time, from.y}, 100, tr(time), style);
  draw_cut({at.status, from.y}, 110, tr(status), style);
  draw_cut({at.model, from.y}, at.model_width, tr(model), style);
  draw_cut({at.user, from.y}, at.user_width, tr(user), style);
  draw_cut({at.surface, from.y}, at.surface_width, tr(surface), style);
  draw_right(at.tokens_right, from.y, tr(tokens), style);
  draw_right(at.latency_right, from.y, tr(latency), style);
  draw_right(at.attempts_right, from.y, tr(attempts), style);
  ImGui::Dummy({ImGui::GetContentRegionAvail().x, 22});
}

std::string latency_of(const LogRow& row) {
  return row.first_byte.empty() ? row.latency : row.first_byte + " · " + row.latency;
}

void draw_line(const PressRow& at_row, const LogRow& row) {
  const auto at = places(at_row.from.x, at_row.width());
  const auto y = at_row.middle() - 8;
  draw_cut({at.time, y}, 100, row.date.empty() ? row.time : row.date + " " + row.time, muted(13));
  draw_pill({at.status, at_row.middle()}, row.status, colour_of(row.tone));
  draw_cut({at.model, y}, at.model_width, row.model, {14, true, 0});
  draw_cut({at.user, y}, at.user_width, row.user, {14, false, 0});
  draw_cut({at.surface, y}, at.surface_width, row.surface, muted(14));
  draw_right(at.tokens_right, y, row.tokens, {14, false, 0});
  draw_right(at.latency_right, y, latency_of(row), {14, false, 0});
  if (!row.attempts.empty())
    draw_right(at.attempts_right, y, row.attempts, {14, true, theme().warn});
}

void draw_card(const PressRow& at_row, const LogRow& row) {
  const auto left = at_row.from.x + 4;
  const auto right = at_row.to.x - 4;
  const auto width = right - left;
  draw_pill({left, at_row.from.y + 20}, row.status, colour_of(row.tone));
  draw_right(right, at_row.from.y + 12, row.date.empty() ? row.time : row.date + " " + row.time, muted(13));
  draw_cut({left, at_row.from.y + 38}, width, row.model, {14, true, 0});
  const auto took = text_extent(latency_of(row), muted(13)).x;
  draw_right(right, at_row.from.y + 62, latency_of(row), muted(13));
  auto words = row.user;
  if (!row.tokens.empty())
    words += " · " + row.tokens;
  draw_cut({left, at_row.from.y + 62}, width - took - 10, words, muted(13));
}

} // namespace

std::optional<std::string> draw_request_rows(const std::vector<LogRow>& rows) {
  std::optional<std::string> pressed;
  const bool tall = ImGui::GetContentRegionAvail().x < 820;
  if (!tall)
    draw_header();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(rows.size()), tall ? card_height : row_height);
  while (clipper.Step())
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto& row = rows[static_cast<std::size_t>(i)];
      const auto at = press_row("##" + row.id, row.spoken, tall ? card_height : row_height);
      if (i > 0)
        ImGui::GetWindowDrawList()->AddLine(at.from, {at.to.x, at.from.y}, faded(theme().line, 0.6F));
      if (tall)
        draw_card(at, row);
      else
        draw_line(at, row);
      if (at.pressed)
        pressed = row.id;
    }
  ImGui::PopStyleVar();
  return pressed;
}

} // namespace geminid::webui::logs
