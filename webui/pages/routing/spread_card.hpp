// What would happen: how requests are spread over the keys by the settings as they are and as they would be.
#pragma once

#include "shared/key_dto.hpp"
#include "shared/model_list_dto.hpp"
#include "shared/settings_dto.hpp"
#include "webui/pages/page.hpp"
#include "webui/view/spread_view.hpp"

#include <string>
#include <vector>

namespace geminid::webui {

class SpreadCard {
public:
  /// `revision` is another when the keys or models are.
  void draw(const std::vector<dto::Key>& keys, const std::vector<dto::ModelListing>& models, unsigned revision,
            const dto::RoutingSettings& now, const dto::RoutingSettings& then, Instant present);

private:
  void draw_choices(const std::vector<dto::Key>& keys, const std::vector<dto::ModelListing>& models, unsigned revision);
  void draw_rows(bool compared) const;

  std::vector<std::string> models_;
  unsigned models_of_ = 0; // the revision that they are of
  std::string model_;
  std::int64_t rate_ = 60;
  std::int64_t tokens_ = 1'000;

  // Kept until something else is asked.
  struct Question {
    unsigned revision = 0;
    std::string model;
    std::int64_t rate = 0;
    std::int64_t tokens = 0;
    dto::RoutingSettings now;
    dto::RoutingSettings then;
    Language language = Language::english;

    bool operator==(const Question&) const = default;
  };
  Question answered_;
  SpreadView view_;
};

} // namespace geminid::webui
