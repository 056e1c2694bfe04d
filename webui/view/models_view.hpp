// What each model's card says. Pure.
#pragma once

#include "shared/model_list_dto.hpp"
#include "shared/price_dto.hpp"
#include "webui/core/locale.hpp"

#include <array>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::webui {

struct ModelWindowView {
  std::string name;  // "RPM"
  std::string limit; // of each key: "15 per key", "unlimited", "learned from Google"
  std::string pool;  // of all projects: "3 × 15 = 45: 12 used, 33 left"
  std::string reset; // "in 20 s"; empty where nothing is to come back
  std::optional<float> share;
};

struct ModelCard {
  std::string id;
  bool enabled = true;
  bool configured = false; // another than the default
  std::string keys;        // "3 keys in 2 projects"
  std::array<ModelWindowView, 3> windows;
  /// "Aliases: flash", and so on; only what there is.
  std::vector<std::string> facts;
};

struct ModelsView {
  std::vector<ModelCard> cards; // by name
  std::string summary;
};

/// `prices` may be null. `resetting`: shown with the default configuration already.
[[nodiscard]] ModelsView make_models_view(std::span<const dto::ModelListing> models, const dto::Prices* prices,
                                          const std::set<std::string>& resetting, std::string_view filter, Instant now,
                                          const Locale& locale);

} // namespace geminid::webui
