// Statistics as the admin API shows them. Pure.
#pragma once

#include "actors/statistics_actor.hpp"
#include "shared/price_dto.hpp"
#include "shared/stats_dto.hpp"

namespace geminid::admin {

[[nodiscard]] actors::GetStatistics::Window from_dto(dto::StatsWindow window);
[[nodiscard]] dto::Stats to_dto(const actors::StatisticsReply& statistics, dto::StatsWindow window,
                                const dto::Prices& prices);

} // namespace geminid::admin
