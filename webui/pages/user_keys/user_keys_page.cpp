#include "webui/pages/user_keys/user_keys_page.hpp"

#include "webui/core/format.hpp"
#include "webui/pages/user_keys/user_key_card.hpp"
#include "webui/view/user_keys_view.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

constexpr Phrase create_label{"New key", "新建密钥"};
constexpr Phrase search_label{"##Search user keys", "##搜索用户密钥"};
constexpr Phrase search_hint{"Search by name, key or note", "按名称、密钥或备注搜索"};
constexpr Phrase none_title{"No user keys yet", "还没有用户密钥"};
constexpr Phrase none_explained{"Clients call this gateway with a user key instead of a Gemini key. Make one for each.",
                                "客户端使用用户密钥（而不是 Gemini 密钥）访问本网关。请为每个客户端创建一个。"};
constexpr Phrase nothing_found{"Nothing found", "没有匹配的密钥"};
constexpr Phrase nothing_found_explained{"No name, key or note holds what you search for.",
                                         "没有名称、密钥或备注包含所搜索的内容。"};
constexpr Phrase deleted{"User key {} deleted", "已删除用户密钥 {}"};
constexpr Phrase saved{"Saved", "已保存"};
constexpr Phrase copied{"Copied", "已复制"};
constexpr const char* user_keys_path = "/admin/api/user-keys";
constexpr const char* model_otherwise = "gemini-2.5-flash";
constexpr Duration reload_every{5'000};

std::string path_of(const std::string& id) {
  return std::string{user_keys_path} + "/" + percent_encoded(id);
}

} // namespace

void UserKeysPage::enter(std::string_view details) {
  keys_.make_stale();
  traffic_.make_stale();
  models_.make_stale();
  if (details == "new")
    form_.begin_create();
  wanted_ = detail(details, "id");
}

void UserKeysPage::changed(Change change) {
  if (change == Change::user_keys || change == Change::all)
    keys_.make_stale();
  if (change == Change::models || change == Change::all)
    models_.make_stale();
  const auto loaded = keys_.loaded_at();
  if (change == Change::pulse && loaded && context().host.now() - *loaded >= reload_every) {
    keys_.make_stale();
    traffic_.make_stale();
  }
}

void UserKeysPage::load() {
  auto& client = context().client;
  if (keys_.wanted())
    client.load(keys_, user_keys_path, dto::parse_user_key_list);
  if (traffic_.wanted())
    client.load(traffic_, "/admin/api/stats?window=24h", dto::parse_stats);
  if (models_.wanted())
    client.load(models_, "/admin/api/models", dto::parse_model_list);
}

void UserKeysPage::draw_actions() {
  const auto label = std::string{icon::add} + " " + tr(create_label);
  align_right(button_width(label));
  if (button(label, ButtonKind::primary))
    form_.begin_create();
}

void UserKeysPage::draw() {
  load();
  if (!keys_.error().empty())
    notice(NoticeKind::error, keys_.error());
  if (keys_.get() == nullptr && keys_.loading())
    loading_line();
  if (keys_.get() != nullptr) {
    if (const auto* const key = wanted_.empty() ? nullptr : find(std::exchange(wanted_, {})))
      form_.begin_edit(*key);
    draw_list();
  }
  draw_form();
  if (created_.draw())
    context().tell(NoticeKind::good, tr(copied));
}

void UserKeysPage::draw_list() {
  const auto view =
      make_user_keys_view(*keys_.get(), traffic_.get(), deleting_, filter_, context().host.now(), locale());
  if (view.rows.empty() && filter_.empty()) {
    if (empty_state(icon::people, tr(none_title), tr(none_explained),
                    std::string{icon::add} + " " + tr(create_label) + "##empty"))
      form_.begin_create();
    return;
  }
  text_field(tr(search_label), filter_, {.hint = tr(search_hint), .width = 340, .size_max = 200});
  text(view.summary, muted(small_text_size));
  if (view.rows.empty())
    empty_state(icon::search, tr(nothing_found), tr(nothing_found_explained));
  ImGuiListClipper clipper;
  for (const auto& row : view.rows)
    switch (draw_user_key_card(row)) {
    case CardAction::none:
      break;
    case CardAction::toggle:
      set_enabled(row.id, !row.enabled);
      break;
    case CardAction::edit:
      if (const auto* key = find(row.id))
        form_.begin_edit(*key);
      break;
    case CardAction::remove:
      remove(row.id);
      break;
    }
}

void UserKeysPage::draw_form() {
  static const std::vector<dto::ModelListing> none;
  if (!form_.draw(models_.get() == nullptr ? none : *models_.get(), context().host.now()))
    return;
  if (const auto* key = form_.edited())
    save(*key, form_.draft());
  else
    create(form_.draft());
}

void UserKeysPage::create(const UserKeyDraft& draft) {
  const auto document = create_document(draft, context().host.now(), locale());
  if (!document) {
    form_.fail(document.error().message);
    return;
  }
  form_.set_busy();
  context().client.call("POST", user_keys_path, *document, [this](ApiResult result) {
    if (!result) {
      tell_failure(result.error());
      return;
    }
    auto created = dto::parse_created_user_key(*result);
    if (!created) {
      form_.fail(created.error().message);
      return;
    }
    form_.close();
    created_.show(created->key.name, std::move(created->secret), model_for(created->key));
    keys_.make_stale();
  });
}

void UserKeysPage::save(const dto::UserKey& key, const UserKeyDraft& draft) {
  const auto patch = patch_of(key, draft, context().host.now(), locale());
  if (!patch) {
    form_.fail(patch.error().message);
    return;
  }
  const auto document = dto::to_json(*patch);
  if (document.empty()) {
    form_.close();
    return;
  }
  form_.set_busy();
  context().client.call("PATCH", path_of(key.id), document, [this](const ApiResult& result) {
    if (!result) {
      tell_failure(result.error());
      return;
    }
    form_.close();
    context().tell(NoticeKind::good, tr(saved));
    keys_.make_stale();
  });
}

void UserKeysPage::tell_failure(const ApiError& error) {
  if (!form_.is_open())
    context().tell(error);
  form_.fail(error.message);
}

void UserKeysPage::set_enabled(const std::string& id, bool enabled) {
  auto* const key = find(id);
  if (key == nullptr)
    return;
  key->enabled = enabled;
  keys_.touch();
  context().client.call("PATCH", path_of(id), {{"enabled", enabled}}, [this, id, enabled](const ApiResult& result) {
    if (result)
      return;
    context().tell(result.error());
    if (auto* const former = find(id)) {
      former->enabled = !enabled;
      keys_.touch();
    }
  });
}

void UserKeysPage::remove(const std::string& id) {
  const auto* const key = find(id);
  if (key == nullptr)
    return;
  deleting_.insert(id);
  const auto commit = [this, id] {
    context().client.call("DELETE", path_of(id), nullptr, [this, id](const ApiResult& result) {
      if (!result && result.error().status != 404)
        context().tell(result.error());
      else if (auto* const keys = keys_.get())
        std::erase_if(*keys, [&](const dto::UserKey& gone) { return gone.id == id; });
      deleting_.erase(id);
      keys_.make_stale();
    });
  };
  context().toasts.undoable(filled(tr(deleted), {key->name}), context().host.now(), commit,
                            [this, id] { deleting_.erase(id); });
}

dto::UserKey* UserKeysPage::find(const std::string& id) {
  auto* const keys = keys_.get();
  if (keys == nullptr)
    return nullptr;
  const auto found = std::find_if(keys->begin(), keys->end(), [&](const dto::UserKey& key) { return key.id == id; });
  return found == keys->end() ? nullptr : &*found;
}

std::string UserKeysPage::model_for(const dto::UserKey& key) const {
  if (key.limits.models)
    return key.limits.models->front();
  if (const auto* models = models_.get())
    for (const auto& model : *models)
      if (model.config.enabled && model.totals.keys > 0)
        return model.id;
  return model_otherwise;
}

} // namespace geminid::webui
