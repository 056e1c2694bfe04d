// Real keys as a simulation takes them, and what came out of it as rows and sentences. Pure.
#pragma once

#include "shared/key_dto.hpp"
#include "shared/model_list_dto.hpp"
#include "shared/settings_dto.hpp"
#include "webui/core/locale.hpp"
#include "webui/view/spread_simulation.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace geminid::webui {

/// Models to choose from: those that keys have served or an admin configured, but no wildcards; in order.
[[nodiscard]] std::vector<std::string> simulated_models(const std::vector<dto::Key>& keys,
                                                        const std::vector<dto::ModelListing>& models);

/// Where a key has not served the model yet, what is configured for both, or else the model, counts.
[[nodiscard]] std::vector<SimulatedKey> simulated_keys(const std::vector<dto::Key>& keys,
                                                       const std::vector<dto::ModelListing>& models,
                                                       const std::string& model);

[[nodiscard]] SpreadScenario scenario_of(const dto::RoutingSettings& routing, std::int64_t requests_per_minute,
                                         std::int64_t tokens_per_request);

/// One bar: a key, or, the last, the keys for which there is no bar.
struct SpreadRow {
  std::string label;
  double now = 0;
  double then = 0;
  std::string now_detail; // "12% · full after 18 s"
  std::string then_detail;

  bool operator==(const SpreadRow&) const = default;
};

struct SpreadView {
  std::vector<SpreadRow> rows;
  std::string now_summary;
  std::string then_summary;
  bool now_refuses = false;
  bool then_refuses = false;
};

/// At most `rows_max` keys, those with the most requests first.
[[nodiscard]] SpreadView make_spread_view(const std::vector<dto::Key>& keys, const Spread& now, const Spread& then,
                                          std::size_t rows_max, const Locale& locale);

} // namespace geminid::webui
