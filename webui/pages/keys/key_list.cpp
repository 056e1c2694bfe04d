#include "webui/pages/keys/key_list.hpp"

#include "webui/core/format.hpp"
#include "webui/view/keys_draft.hpp"
#include "webui/widgets/frames.hpp"
#include "webui/widgets/language.hpp"

#include <algorithm>
#include <array>

namespace geminid::webui {
namespace {

constexpr Duration refresh_every{2'000};
constexpr std::size_t collected_at_once = 1'000;

struct ActionWords {
  dto::BulkAction action;
  Phrase one;
  Phrase many;
};
constexpr std::array action_words{
    ActionWords{
        dto::BulkAction::enable, {"The key is enabled", "密钥已启用"}, {"{} keys are enabled", "已启用 {} 个密钥"}},
    ActionWords{
        dto::BulkAction::disable, {"The key is disabled", "密钥已停用"}, {"{} keys are disabled", "已停用 {} 个密钥"}},
    ActionWords{dto::BulkAction::reset, {"The key is reset", "密钥已重置"}, {"{} keys are reset", "已重置 {} 个密钥"}},
};
constexpr Phrase deleted_one{"{} is deleted", "已删除 {}"};
constexpr Phrase deleted_many{"{} keys are deleted", "已删除 {} 个密钥"};
constexpr Phrase too_many{"At most {} keys can be chosen at once", "一次最多可选 {} 个密钥"};

} // namespace

void KeyList::look_at(KeyFilter filter) {
  if (filter == filter_)
    return;
  filter_ = std::move(filter);
  selecting_ = false;
  pages_.restart();
  page_.make_stale();
  load();
}

void KeyList::back() {
  pages_.back();
  load();
}

void KeyList::go_on() {
  pages_.go_on();
  load();
}

void KeyList::keep_fresh() {
  const auto now = context_.host.now();
  if (changed_ && !page_.loading()) {
    const auto since = page_.loaded_at() ? now - *page_.loaded_at() : refresh_every;
    if (since >= refresh_every)
      page_.make_stale();
    else
      redraw_within(refresh_every - since);
  }
  if (page_.wanted())
    load();
}

void KeyList::load() {
  changed_ = false;
  const auto ticket = page_.begin();
  context_.client.get(
      keys_path(filter_, pages_.cursor(), KeyPages::page_size), [this, ticket](const ApiResult& result) {
        if (!result) {
          page_.fail(ticket, result.error().message);
          return;
        }
        auto page = dto::parse_key_page(*result);
        if (!page) {
          page_.fail(ticket, page.error().message);
          return;
        }
        const auto erased = std::erase_if(page->keys, [&](const auto& key) { return hidden_.contains(key.id); });
        page->total -= static_cast<std::int64_t>(erased);
        if (page_.finish(ticket, std::move(*page), context_.host.now()))
          pages_.loaded(*page_.get());
      });
}

void KeyList::select_all() {
  selecting_ = true;
  collect({}, ++selecting_round_);
}

void KeyList::clear_selection() {
  selecting_ = false;
  selection_.clear();
}

void KeyList::collect(std::string cursor, unsigned round) {
  context_.client.get(keys_path(filter_, cursor, collected_at_once), [this, round](const ApiResult& result) {
    if (!selecting_ || round != selecting_round_)
      return;
    selecting_ = false;
    if (!result) {
      context_.tell(result.error());
      return;
    }
    auto page = dto::parse_key_page(*result);
    if (!page)
      return;
    for (const auto& key : page->keys)
      if (!hidden_.contains(key.id) && !selection_.set(key.id, true)) {
        context_.tell(NoticeKind::warning, filled(tr(too_many), {format_integer(dto::keys_per_request_max)}));
        return;
      }
    if (page->next_cursor.empty())
      return;
    selecting_ = true;
    collect(std::move(page->next_cursor), round);
  });
}

void KeyList::change(const std::string& id, const dto::KeyPatch& patch, OnDone on_done) {
  std::optional<dto::Key> former;
  if (auto* const page = page_.get())
    for (auto& key : page->keys)
      if (key.id == id) {
        former = key;
        key = with_patch(std::move(key), patch);
        page_.touch();
      }
  context_.client.call("PATCH", "/admin/api/keys/" + percent_encoded(id), dto::to_json(patch),
                       [this, former, on_done = std::move(on_done)](const ApiResult& result) {
                         if (!result && former && page_.get() != nullptr)
                           for (auto& key : page_.get()->keys)
                             if (key.id == former->id) {
                               key = *former;
                               page_.touch();
                             }
                         page_.make_stale();
                         on_done(result ? std::nullopt : std::optional{result.error()});
                       });
}

void KeyList::act(std::vector<std::string> ids, dto::BulkAction action) {
  if (auto* const page = page_.get(); page != nullptr && action != dto::BulkAction::reset) {
    dto::KeyPatch patch;
    patch.enabled = action == dto::BulkAction::enable;
    for (auto& key : page->keys)
      if (std::binary_search(ids.begin(), ids.end(), key.id))
        key = with_patch(std::move(key), patch);
    page_.touch();
  }
  dto::BulkRequest request;
  const auto count = static_cast<std::int64_t>(ids.size());
  request.ids = std::move(ids);
  request.action = action;
  context_.client.call(
      "POST", "/admin/api/keys/bulk", dto::to_json(request), [this, count, action](const ApiResult& result) {
        page_.make_stale();
        if (!result) {
          context_.tell(result.error());
          return;
        }
        for (const auto& words : action_words)
          if (words.action == action)
            context_.tell(NoticeKind::good, filled(tr(count == 1 ? words.one : words.many), {format_integer(count)}));
      });
}

void KeyList::hide(const std::vector<std::string>& ids) {
  hidden_.insert(ids.begin(), ids.end());
  for (const auto& id : ids) {
    selection_.set(id, false);
    pages_.forget(id);
  }
  if (auto* const page = page_.get()) {
    page->total -=
        static_cast<std::int64_t>(std::erase_if(page->keys, [&](const auto& key) { return hidden_.contains(key.id); }));
    page_.touch();
  }
  page_.make_stale();
}

void KeyList::show_again(const std::vector<std::string>& ids) {
  for (const auto& id : ids)
    hidden_.erase(id);
  load();
}

void KeyList::remove(std::vector<std::string> ids, const std::string& name) {
  hide(ids);
  const auto text = ids.size() == 1 ? filled(tr(deleted_one), {name})
                                    : filled(tr(deleted_many), {format_integer(static_cast<std::int64_t>(ids.size()))});
  const auto commit = [this, ids] {
    dto::BulkRequest request;
    request.ids = ids;
    request.action = dto::BulkAction::remove;
    context_.client.call("POST", "/admin/api/keys/bulk", dto::to_json(request), [this, ids](const ApiResult& result) {
      if (!result)
        context_.tell(result.error());
      show_again(ids);
    });
  };
  context_.toasts.undoable(text, context_.host.now(), commit, [this, ids] { show_again(ids); });
}

void KeyList::check(const std::vector<std::string>& ids) {
  dto::json body{{"background", true}};
  if (!ids.empty())
    body["ids"] = ids;
  context_.client.call("POST", "/admin/api/keys/check", body, [this](const ApiResult& result) {
    if (!result) {
      context_.tell(result.error());
      return;
    }
    if (auto job = dto::parse_check_job(*result))
      started_check_ = std::move(*job);
  });
}

} // namespace geminid::webui
