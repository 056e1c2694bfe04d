// The drawer in which a user key is made or changed.
#pragma once

#include "shared/model_list_dto.hpp"
#include "webui/view/user_key_draft.hpp"

#include <span>
#include <string>

namespace geminid::webui {

class UserKeyForm {
public:
  void begin_create();
  void begin_edit(const dto::UserKey& key);
  void close() { open_ = false; }
  /// The server, or the draft's reader, says why not.
  void fail(std::string error);
  void set_busy() { busy_ = true; }
  [[nodiscard]] bool is_open() const { return open_; }

  /// True when it is to be saved.
  bool draw(std::span<const dto::ModelListing> models, Instant now);

  /// Null while a new one is being made.
  [[nodiscard]] const dto::UserKey* edited() const { return edited_ ? &*edited_ : nullptr; }
  [[nodiscard]] const UserKeyDraft& draft() const { return draft_; }

private:
  void draw_limits();
  void draw_expiry(Instant now);
  void draw_models(std::span<const dto::ModelListing> models);

  UserKeyDraft draft_;
  std::optional<dto::UserKey> edited_;
  std::string other_model_;
  std::string error_;
  bool open_ = false;
  bool busy_ = false;
};

} // namespace geminid::webui
