// All kinds of charts.
#pragma once

#include "webui/widgets/chart_bars.hpp"   // IWYU pragma: export
#include "webui/widgets/chart_shares.hpp" // IWYU pragma: export
#include "webui/widgets/chart_time.hpp"   // IWYU pragma: export
