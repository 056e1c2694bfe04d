// The drawer in which a model is configured, by name or as it is in the list.
#pragma once

#include "webui/view/availability_view.hpp"
#include "webui/view/model_draft.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace geminid::webui {

enum class ModelFormAction : std::uint8_t { none, save, reset };

class ModelForm {
public:
  void begin_add();
  /// `price` may be null.
  void begin_edit(const std::string& id, const dto::ModelConfig& config, const dto::ModelPrice* price);
  void close() { open_ = false; }
  void fail(std::string error);
  void set_busy() { busy_ = true; }
  [[nodiscard]] bool is_open() const { return open_; }

  /// `priced`: the server knows prices. `availability` may be null: it is not known.
  ModelFormAction draw(bool priced, const Availability* availability);

  [[nodiscard]] const ModelDraft& draft() const { return draft_; }
  [[nodiscard]] bool price_changed() const;
  /// What was pressed to be seen on the Keys page, once.
  [[nodiscard]] std::optional<std::string> take_wanted_keys() { return std::exchange(wanted_keys_, std::nullopt); }

private:
  void draw_limits();
  void draw_price();

  ModelDraft draft_;
  ModelDraft before_;
  std::string error_;
  std::optional<std::string> wanted_keys_;
  bool open_ = false;
  bool adding_ = false;
  bool busy_ = false;
};

} // namespace geminid::webui
