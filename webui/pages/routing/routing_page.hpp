// How requests find their key: the settings of routing, what they would do, and what stands in the way at present.
#pragma once

#include "shared/circuit_dto.hpp"
#include "shared/key_answers_dto.hpp"
#include "webui/pages/routing/spread_card.hpp"
#include "webui/pages/settings/settings_form.hpp"
#include "webui/view/routing_view.hpp"

#include <span>
#include <vector>

namespace geminid::webui {

class RoutingPage final : public Page {
public:
  explicit RoutingPage(PageContext& context) : Page(context), form_(context) {}

  void enter(std::string_view details) override;
  void changed(Change change) override;
  void draw() override;

private:
  void load();
  [[nodiscard]] RoutingView view() const;
  using Card = void (RoutingPage::*)(const RoutingView&, float);
  void draw_column(std::span<const Card> cards, const RoutingView& view, float width);
  void draw_settings(const RoutingView& view);
  void draw_information(const RoutingView& view);
  void draw_choice(const RoutingView& view, float width);
  void draw_attempts(const RoutingView& view, float width);
  void draw_thresholds(const RoutingView& view, float width);
  void draw_priorities(const RoutingView& view, float width);
  void draw_failover(const RoutingView& view, float width);
  void draw_fallbacks(const RoutingView& view, float width);
  void draw_circuits(const RoutingView& view);
  void draw_save();

  SettingsForm form_;
  Resource<dto::KeyPage> keys_; // the first that there are; enough for the picture
  Resource<std::vector<dto::ModelListing>> models_;
  Resource<std::vector<dto::Circuit>> circuits_;
  SpreadCard spread_;
};

} // namespace geminid::webui
