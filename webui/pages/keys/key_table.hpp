// The page of Gemini keys as a table, on a phone as cards.
#pragma once

#include "webui/pages/keys/key_list.hpp"
#include "webui/view/keys_rows.hpp"

#include <string>

namespace geminid::webui {

class KeyTable {
public:
  /// Takes `height` at most; on a phone as much as the keys need. The id of the key that was pressed, else empty.
  std::string draw(const PageContext& context, KeyList& list, float height);

private:
  void draw_row(const PageContext& context, KeyList& list, const dto::Key& key);
  void draw_card(const PageContext& context, KeyList& list, const dto::Key& key);
  void draw_tick(KeyList& list, const dto::Key& key);
  void draw_weight(const PageContext& context, KeyList& list, const dto::Key& key, const KeyRow& row);
  void draw_header(KeyList& list);

  bool roomy_ = true; // there is room for how often each was tried
  std::string pressed_;
  std::string edited_id_; // whose weight is being typed
  std::string edited_weight_;
};

} // namespace geminid::webui
