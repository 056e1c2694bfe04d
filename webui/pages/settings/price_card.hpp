// The table of prices: what a million tokens of a model cost.
#pragma once

#include "webui/pages/settings/settings_form.hpp"

#include <string>

namespace geminid::webui {

class PriceCard {
public:
  void draw(SettingsForm& form, float width);

private:
  void draw_row(SettingsForm& form, const std::string& model, dto::ModelPrice& price);
  void draw_new(SettingsForm& form);

  std::string model_;
  std::string input_;
  std::string output_;
  std::string removed_; // at the end of the frame
};

} // namespace geminid::webui
