// The models: what the pool has of each, and how each is configured.
#pragma once

#include "shared/model_list_dto.hpp"
#include "shared/price_dto.hpp"
#include "webui/pages/models/model_form.hpp"
#include "webui/pages/page.hpp"
#include "webui/view/models_view.hpp"

#include <set>

namespace geminid::webui {

class ModelsPage final : public Page {
public:
  using Page::Page;

  /// "id=gemini-2.5-flash" opens the model's form.
  void enter(std::string_view details) override;
  void changed(Change change) override;
  void draw() override;
  void draw_actions() override;

private:
  void load();
  void draw_cards();
  /// The same for all, by the most that one has to say.
  [[nodiscard]] static float card_height(const ModelsView& view);
  bool draw_card(const ModelCard& card, ImVec2 size);
  void draw_form();
  void edit(const std::string& id);
  void save();
  void save_price(const std::string& id, const std::optional<dto::ModelPrice>& price);
  /// In the form, or in passing when it is closed already.
  void tell_failure(const ApiError& error);
  void set_enabled(const std::string& id, bool enabled);
  void put(const std::string& id, const dto::ModelConfig& config, Client::OnResult on_result);
  void reset(const std::string& id);
  [[nodiscard]] dto::ModelListing* find(const std::string& id);

  Resource<std::vector<dto::ModelListing>> models_;
  /// Nothing inside where the server has no prices yet.
  Resource<std::optional<dto::Prices>> prices_;
  std::set<std::string> resetting_;
  std::string filter_;
  std::string wanted_; // to be opened once it is loaded
  ModelForm form_;
};

} // namespace geminid::webui
