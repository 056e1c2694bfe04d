// The look of charts by the theme in use.
#pragma once

#include "webui/widgets/chart_style.hpp"

namespace geminid::webui {

/// For a chart on a card, in this frame: the fonts and colours are those of now.
[[nodiscard]] ChartStyle chart_style();

/// Numbers as the viewer's language shortens them.
[[nodiscard]] plot::ValueText chart_value_text(plot::Unit unit);

} // namespace geminid::webui
