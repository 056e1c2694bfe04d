// The dialog that takes pasted keys: says while one types what would become of them, then adds them.
#pragma once

#include "webui/pages/keys/key_list.hpp"
#include "webui/view/keys_import.hpp"

namespace geminid::webui {

class KeyImport {
public:
  void open();
  void draw(const PageContext& context, KeyList& list);

private:
  /// True when something was typed.
  bool draw_fields();
  void draw_outcome();
  void draw_buttons(const PageContext& context, KeyList& list);
  void edited(Instant now);
  void ask_preview(const PageContext& context);
  void add(const PageContext& context, KeyList& list);
  void close();

  bool open_ = false;
  bool was_open_ = false;
  KeyImportDraft draft_;             // holds secrets: emptied when the dialog closes
  std::optional<Instant> edited_at_; // since the last preview
  std::optional<dto::AddedKeys> answer_;
  bool answer_done_ = false; // it is of what was added
  std::string error_;
  unsigned ticket_ = 0; // an older answer counts no more
  bool loading_ = false;
};

} // namespace geminid::webui
