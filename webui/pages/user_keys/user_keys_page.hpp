// The keys with which clients call the gateway: made, limited, switched, watched, deleted.
#pragma once

#include "shared/model_list_dto.hpp"
#include "shared/stats_dto.hpp"
#include "shared/user_key_list_dto.hpp"
#include "webui/pages/page.hpp"
#include "webui/pages/user_keys/created_key.hpp"
#include "webui/pages/user_keys/user_key_form.hpp"

#include <set>

namespace geminid::webui {

class UserKeysPage final : public Page {
public:
  explicit UserKeysPage(PageContext& context) : Page(context), created_(context.host) {}

  /// "new" opens the form, "id=…" the key's.
  void enter(std::string_view details) override;
  void changed(Change change) override;
  void draw() override;
  void draw_actions() override;

private:
  void load();
  void draw_list();
  void draw_form();
  void create(const UserKeyDraft& draft);
  void save(const dto::UserKey& key, const UserKeyDraft& draft);
  /// In the form, or in passing when it is closed already.
  void tell_failure(const ApiError& error);
  void set_enabled(const std::string& id, bool enabled);
  void remove(const std::string& id);
  [[nodiscard]] dto::UserKey* find(const std::string& id);
  [[nodiscard]] std::string model_for(const dto::UserKey& key) const;

  Resource<std::vector<dto::UserKey>> keys_;
  Resource<dto::Stats> traffic_;
  Resource<std::vector<dto::ModelListing>> models_;
  std::set<std::string> deleting_;
  std::string filter_;
  std::string wanted_; // to be opened once it is loaded
  UserKeyForm form_;
  CreatedKey created_;
};

} // namespace geminid::webui
