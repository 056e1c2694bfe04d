// The Gemini keys that are looked at and what is done to them: shown at once, told to the server, put back when it
// refuses. What the parts of the Keys page share.
#pragma once

#include "shared/key_requests_dto.hpp"
#include "webui/pages/page.hpp"
#include "webui/view/keys_paging.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace geminid::webui {

class KeyList {
public:
  /// Nothing: it was done.
  using OnDone = std::function<void(const std::optional<ApiError>&)>;

  explicit KeyList(PageContext& context) : context_(context) {}

  [[nodiscard]] const KeyFilter& filter() const { return filter_; }
  /// Begins at the first page.
  void look_at(KeyFilter filter);
  [[nodiscard]] const KeyPages& pages() const { return pages_; }
  void back();
  void go_on();

  /// Without those that are about to be deleted.
  [[nodiscard]] const dto::KeyPage* page() const { return page_.get(); }
  [[nodiscard]] const std::string& error() const { return page_.error(); }
  [[nodiscard]] bool loading() const { return page_.loading(); }
  /// Once a frame while the page is shown: loads what is wanted.
  void keep_fresh();
  void make_stale() { page_.make_stale(); }
  /// Something changed; many changes within two seconds are one.
  void refresh_soon() { changed_ = true; }

  [[nodiscard]] KeySelection& selection() { return selection_; }
  /// All that the filter shows, page by page.
  void select_all();
  [[nodiscard]] bool selecting() const { return selecting_; }
  void clear_selection();

  void change(const std::string& id, const dto::KeyPatch& patch, OnDone on_done);
  /// Enable, disable or reset; the ids in order.
  void act(std::vector<std::string> ids, dto::BulkAction action);
  /// Hidden at once, deleted after ten seconds unless it is undone.
  void remove(std::vector<std::string> ids, const std::string& name);
  /// No ids: all keys.
  void check(const std::vector<std::string>& ids);
  /// The answer to `check`, before the first event tells of the job.
  [[nodiscard]] const std::optional<dto::CheckJob>& started_check() const { return started_check_; }
  void dismiss_check() { started_check_.reset(); }

private:
  void load();
  void collect(std::string cursor, unsigned round);
  void hide(const std::vector<std::string>& ids);
  void show_again(const std::vector<std::string>& ids);

  PageContext& context_;
  KeyFilter filter_;
  KeyPages pages_;
  Resource<dto::KeyPage> page_;
  std::set<std::string, std::less<>> hidden_;
  KeySelection selection_;
  std::optional<dto::CheckJob> started_check_;
  unsigned selecting_round_ = 0;
  bool selecting_ = false;
  bool changed_ = false;
};

} // namespace geminid::webui
