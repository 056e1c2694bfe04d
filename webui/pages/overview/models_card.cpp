#include "webui/core/format.hpp"
#include "webui/pages/overview/cards.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/rows.hpp"
#include "webui/widgets/surfaces.hpp"

#include <algorithm>

namespace geminid::webui::overview {
namespace {

constexpr Phrase title{"What is left, by model", "各模型剩余额度"};
constexpr Phrase none{"No model was used yet. Send a first request and it appears here.",
                      "尚未使用任何模型。发送第一个请求后会显示在这里。"};
constexpr Phrase more{"{} more [model|models]", "另有 {} 个模型"};

constexpr float wide_row = 66;
constexpr float narrow_gauge = 44;
constexpr float narrow_head = 50;

// At the right where it does not touch what stands at the left.
void draw_beside(float left, float right, float y, std::string_view text) {
  if (text_extent(text, muted(12)).x + left + 8 <= right)
    draw_right(right, y, text, muted(12));
}

void draw_gauge(ImVec2 at, float width, const QuotaGauge& gauge) {
  const TextStyle bold_text{13, true, gauge.fraction ? 0 : theme().muted};
  draw_cut(at, width, gauge.label, muted(12));
  draw_beside(at.x + text_extent(gauge.label, muted(12)).x, at.x + width, at.y, gauge.reset);
  draw_cut({at.x, at.y + 17}, width, gauge.left, bold_text);
  draw_beside(at.x + text_extent(gauge.left, bold_text).x, at.x + width, at.y + 18, gauge.note);
  draw_bar({at.x, at.y + 37}, width, 6, gauge.fraction.value_or(0), colour_of(gauge.tone));
}

std::string spoken(const ModelQuota& model) {
  auto text = model.id + ": " + model.pool;
  for (const auto& gauge : model.gauges)
    text += "; " + gauge.label + ": " + gauge.left + (gauge.note.empty() ? "" : ", " + gauge.note) +
            (gauge.reset.empty() ? "" : ", " + gauge.reset);
  return text;
}

void draw_wide(const PressRow& row, const ModelQuota& model) {
  const float between = row.width() < 640 ? 16 : 24;
  const auto inner = row.width() - 16;
  const auto names = inner * 0.27F;
  const auto width = (inner - names) / 3 - between;
  const auto left = row.from.x + 8;
  draw_cut({left, row.from.y + 13}, names, model.id, bold(15));
  draw_cut({left, row.from.y + 35}, names, model.pool, muted(12));
  for (std::size_t i = 0; i < model.gauges.size(); ++i)
    draw_gauge({left + names + between + (width + between) * static_cast<float>(i), row.from.y + 10}, width,
               model.gauges[i]);
}

void draw_tall(const PressRow& row, const ModelQuota& model) {
  const auto width = row.width() - 8;
  draw_cut({row.from.x + 4, row.from.y + 6}, width, model.id, bold(15));
  draw_cut({row.from.x + 4, row.from.y + 27}, width, model.pool, muted(12));
  for (std::size_t i = 0; i < model.gauges.size(); ++i)
    draw_gauge({row.from.x + 4, row.from.y + narrow_head + (narrow_gauge + 6) * static_cast<float>(i)}, width,
               model.gauges[i]);
}

} // namespace

float models_height(std::size_t models) {
  return 88 + std::max(static_cast<float>(models), 1.0F) * wide_row;
}

std::optional<std::string> draw_models(ImVec2 size, const ModelQuotas& quotas) {
  std::optional<std::string> pressed;
  begin_card("models", size);
  heading(tr(title), 2);
  if (narrow()) {
    text_cut(quotas.day_reset, ImGui::GetContentRegionAvail().x, muted(13));
  } else {
    align_right(text_extent(quotas.day_reset, muted(13)).x);
    text(quotas.day_reset, muted(13));
  }
  space(2);
  if (quotas.models.empty())
    paragraph(tr(none), muted(14));
  const bool tall = ImGui::GetContentRegionAvail().x < 560;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  for (std::size_t i = 0; i < quotas.models.size(); ++i) {
    const auto& model = quotas.models[i];
    const auto height = tall ? narrow_head + (narrow_gauge + 6) * 3 + 6 : wide_row;
    const auto row = press_row("##" + model.id, spoken(model), height, "link");
    if (i > 0)
      ImGui::GetWindowDrawList()->AddLine(row.from, {row.to.x, row.from.y}, faded(theme().line, 0.7F));
    if (tall)
      draw_tall(row, model);
    else
      draw_wide(row, model);
    if (row.pressed)
      pressed = model.id;
  }
  ImGui::PopStyleVar();
  if (quotas.left_out > 0) {
    space(2);
    if (link(filled(tr(more), {format_integer(static_cast<std::int64_t>(quotas.left_out))})))
      pressed = std::string{};
  }
  end_card();
  return pressed;
}

} // namespace geminid::webui::overview
