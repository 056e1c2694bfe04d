// The Gemini keys: found, added, changed, checked, deleted.
#pragma once

#include "webui/pages/keys/key_drawer.hpp"
#include "webui/pages/keys/key_import.hpp"
#include "webui/pages/keys/key_table.hpp"
#include "webui/pages/keys/project_hints.hpp"

namespace geminid::webui {

class KeysPage final : public Page {
public:
  explicit KeysPage(PageContext& context) : Page(context), list_(context), hints_(context) {}

  void enter(std::string_view details) override;
  void changed(Change change) override;
  void draw() override;
  void draw_actions() override;

private:
  void draw_filters();
  void draw_states(KeyFilter& filter);
  void draw_sort(KeyFilter& filter, float width);
  void draw_list();
  void draw_pager();
  void draw_nothing();

  KeyList list_;
  ProjectHints hints_;
  KeyTable table_;
  KeyDrawer drawer_;
  KeyImport import_;
  std::string search_; // as it is being typed
  std::optional<Instant> typed_at_;
  std::optional<Instant> refreshed_at_;
  bool counts_moved_ = false; // since then
};

} // namespace geminid::webui
