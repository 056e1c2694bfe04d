#include "webui/widgets/chart_theme.hpp"

#include "webui/widgets/language.hpp"
#include "webui/widgets/theme.hpp"

namespace geminid::webui {

ChartStyle chart_style() {
  const auto& look = theme();
  ChartStyle style;
  style.font = regular_font();
  style.bold = bold_font();
  style.text = look.text;
  style.muted = look.muted;
  style.grid = faded(look.line, 0.7F);
  style.background = look.card;
  style.track = faded(look.line, 0.8F);
  style.panel = look.raised;
  style.border = look.line;
  style.warning = look.warn;
  style.danger = look.bad;
  style.palette = look.series;
  return style;
}

plot::ValueText chart_value_text(plot::Unit unit) {
  return locale().language == Language::chinese ? plot::value_text(unit, plot::myriads) : plot::value_text(unit);
}

} // namespace geminid::webui
