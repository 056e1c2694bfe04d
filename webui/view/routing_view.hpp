// What the Routing page tells beside its settings: who comes first, what stands in for what, what is refused at
// present. Pure.
#pragma once

#include "shared/circuit_dto.hpp"
#include "shared/key_dto.hpp"
#include "shared/model_list_dto.hpp"
#include "webui/core/locale.hpp"

#include <string>
#include <vector>

namespace geminid::webui {

struct PriorityRow {
  std::string title;  // "Priority 0 · first"
  std::string detail; // "12 keys, 10 in service"
  std::string weight; // "weight 1 to 3"
  double part = 0;    // of the weight in service, 0 to 1
};

struct FallbackRow {
  std::string model;
  std::string chain; // "gemini-2.5-flash, then gemini-2.0-flash"
};

struct CircuitRow {
  std::string title;
  std::string detail;
};

struct RoutingView {
  std::vector<PriorityRow> priorities;
  /// Empty when the keys shown are all there are.
  std::string keys_left_out;
  std::vector<FallbackRow> fallbacks;
  std::vector<CircuitRow> circuits;
};

/// `keys_total`: how many there are, when `keys` are only the first.
[[nodiscard]] RoutingView make_routing_view(const std::vector<dto::Key>& keys, std::int64_t keys_total,
                                            const std::vector<dto::ModelListing>& models,
                                            const std::vector<dto::Circuit>& circuits, Instant now,
                                            const Locale& locale);

} // namespace geminid::webui
