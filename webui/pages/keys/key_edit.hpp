// The form in a key's drawer: what of it can be changed.
#pragma once

#include "webui/pages/keys/key_list.hpp"
#include "webui/view/keys_draft.hpp"

#include <string>

namespace geminid::webui {

class KeyEdit {
public:
  /// Another key, or the same as the server now has it; what is being typed stays.
  void show(const dto::Key& key);
  /// True when the server has just taken a change.
  bool draw(const PageContext& context, KeyList& list);

private:
  void draw_limits();
  void draw_limit(KeyLimitDraft& limit, bool& removed);
  void draw_fault(std::string_view field);
  void save(const PageContext& context, KeyList& list, const KeyChange& change);

  dto::Key key_;
  KeyDraft draft_;
  std::string new_model_;
  std::string fault_field_; // that was refused
  std::string fault_;
  bool saving_ = false;
  bool saved_ = false;
};

} // namespace geminid::webui
