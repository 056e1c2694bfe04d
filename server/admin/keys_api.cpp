#include "server/admin/keys_api.hpp"

#include "actors/ask.hpp"
#include "server/admin/key_checks_api.hpp"
#include "server/admin/key_view.hpp"
#include "server/admin/query.hpp"
#include "shared/key_answers_dto.hpp"
#include "shared/key_text.hpp"
#include "shared/redact.hpp"

#include <algorithm>
#include <array>

namespace geminid::admin {
namespace {

using Sort = actors::ListKeys::Sort;

constexpr std::array<std::pair<Sort, std::string_view>, 3> sorts{{
    {Sort::created, "created"},
    {Sort::name, "name"},
    {Sort::state, "state"},
}};

std::vector<dto::Key> to_dtos(const std::vector<actors::KeySnapshot>& keys) {
  std::vector<dto::Key> list;
  list.reserve(keys.size());
  for (const auto& key : keys)
    list.push_back(to_dto(key));
  return list;
}

Result<actors::ListKeys> list_request(const http::Exchange& exchange) {
  actors::ListKeys request;
  const auto limit = query_limit(exchange);
  if (!limit)
    return limit.error();
  request.limit = *limit;
  if (const auto state = exchange.query("state")) {
    for (const auto& [value, name] : dto::key_state_names())
      if (name == *state)
        request.state = from_dto(value);
    if (!request.state)
      return Error{"state must be one of healthy, warning, cooling_down, exhausted, invalid, disabled", "state"};
  }
  if (const auto sort = exchange.query("sort")) {
    const auto names = key_sort_names();
    const auto named = std::find_if(names.begin(), names.end(), [&](const auto& of) { return of.second == *sort; });
    if (named == names.end())
      return Error{"sort must be one of created, name, state", "sort"};
    request.sort = named->first;
  }
  request.after = exchange.query("cursor").value_or("");
  request.text = exchange.query("q").value_or("");
  return request;
}

std::vector<dto::RejectedLine> rejections(const PastedKeys& pasted) {
  std::vector<dto::RejectedLine> list;
  for (const auto& token : pasted.rejected)
    list.push_back({static_cast<std::int64_t>(token.line), token.reason});
  return list;
}

/// What the request says of every key, and the text of some.
actors::AddKeys to_add(const dto::AddKeysRequest& request, const PastedKeys& pasted) {
  actors::AddKeys add;
  add.like.weight = request.weight;
  add.like.name = request.name;
  add.like.project = request.project;
  add.like.priority = static_cast<std::int32_t>(request.priority);
  add.dry_run = request.dry_run;
  for (const auto& [key, line, said] : pasted.keys) {
    if (said != KeyAttributes{})
      apply(said, add.own.try_emplace(add.secrets.size(), add.like).first->second);
    add.secrets.push_back(key);
  }
  return add;
}

/// The keys that stand in the text again and those that are in the pool already, in the order of their lines.
std::vector<dto::DoubledKey> doubled(const PastedKeys& pasted, const std::vector<std::size_t>& known) {
  std::vector<dto::DoubledKey> list;
  for (const auto& [line, first_line, masked] : pasted.doubled)
    list.push_back({static_cast<std::int64_t>(line), masked, "is in line " + std::to_string(first_line) + " too"});
  for (std::size_t i = 0; i < std::min(known.size(), listed_rejections_max); ++i) {
    const auto& [key, line, said] = pasted.keys[known[i]];
    list.push_back({static_cast<std::int64_t>(line), mask_secret(key), "is in the pool already"});
  }
  std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
  return list;
}

} // namespace

dto::EnumNames<Sort> key_sort_names() {
  return sorts;
}

net::Task<json> shown_keys(Admin& admin, std::vector<std::string> ids) {
  json list = json::array();
  for (auto& id : ids) {
    const actors::GetKey get{std::move(id)};
    const auto key = co_await actors::ask(admin.gateway.port, admin.gateway.pool, get);
    if (key)
      list.push_back(dto::to_json(to_dto(*key)));
  }
  co_return list;
}

net::Task<std::vector<std::string>> ids_in_state(Admin& admin, dto::KeyState state) {
  std::vector<std::string> ids;
  actors::ListKeys list;
  list.limit = 1000;
  list.state = from_dto(state);
  for (bool more = true; more;) {
    const auto page = co_await actors::ask(admin.gateway.port, admin.gateway.pool, list);
    more = page && page->more;
    if (page)
      for (const auto& key : page->keys)
        ids.push_back(key.config.id);
    if (!ids.empty())
      list.after = ids.back();
  }
  co_return ids;
}

net::Task<http::Response> list_keys(http::Exchange& exchange, Admin& admin) {
  const auto request = list_request(exchange);
  if (!request)
    co_return invalid(request.error());
  auto ask_for = *request;
  const auto page = co_await actors::ask(admin.gateway.port, admin.gateway.pool, std::move(ask_for));
  if (!page)
    co_return failed(page.error());
  dto::KeyPage body;
  body.keys = to_dtos(page->keys);
  body.total = static_cast<std::int64_t>(page->total);
  if (page->more && !page->keys.empty())
    body.next_cursor = page->keys.back().config.id;
  co_return answer(200, dto::to_json(body));
}

net::Task<http::Response> add_keys(http::Exchange& exchange, Admin& admin) {
  const auto document = dto::parse_document(exchange.body());
  if (!document)
    co_return invalid(document.error());
  const auto request = dto::parse_add_keys_request(*document);
  if (!request)
    co_return invalid(request.error());
  const auto pasted = request->text ? parse_pasted_keys(*request->text) : check_key_list(*request->keys);
  if (!pasted)
    co_return invalid(pasted.error());
  auto add = to_add(*request, *pasted);
  const auto added = co_await actors::ask(admin.gateway.port, admin.gateway.pool, std::move(add));
  if (!added)
    co_return failed(added.error());
  dto::AddedKeys body;
  body.added = to_dtos(added->added);
  body.duplicates = static_cast<std::int64_t>(added->duplicates + pasted->duplicates);
  body.doubled = doubled(*pasted, added->known);
  body.rejected = rejections(*pasted);
  body.rejected_total = static_cast<std::int64_t>(pasted->rejected_total);
  body.format = pasted->format;
  co_return answer(request->dry_run ? 200 : 201, dto::to_json(body));
}

net::Task<http::Response> get_key(http::Exchange& exchange, Admin& admin) {
  const actors::GetKey get{std::string{exchange.path_parameter("id")}};
  const auto key = co_await actors::ask(admin.gateway.port, admin.gateway.pool, get);
  if (!key)
    co_return failed(key.error());
  co_return answer(200, dto::to_json(to_dto(*key)));
}

net::Task<http::Response> patch_key(http::Exchange& exchange, Admin& admin) {
  const auto document = dto::parse_document(exchange.body());
  if (!document)
    co_return invalid(document.error());
  const auto patch = dto::parse_key_patch(*document);
  if (!patch)
    co_return invalid(patch.error());
  actors::PatchKey change{std::string{exchange.path_parameter("id")},
                          [patch = *patch](actors::KeyConfig& config) { apply(patch, config); }};
  const auto key = co_await actors::ask(admin.gateway.port, admin.gateway.pool, std::move(change));
  if (!key)
    co_return failed(key.error());
  co_return answer(200, dto::to_json(to_dto(*key)));
}

net::Task<http::Response> delete_key(http::Exchange& exchange, Admin& admin) {
  actors::BulkKeys removal;
  removal.ids.emplace_back(exchange.path_parameter("id"));
  removal.action = actors::BulkAction::remove;
  const auto removed = co_await actors::ask(admin.gateway.port, admin.gateway.pool, std::move(removal));
  if (!removed)
    co_return failed(removed.error());
  if (removed->ids.empty())
    co_return not_found("key");
  co_return http::Response{204, "", "", {}};
}

net::Task<http::Response> bulk_keys(http::Exchange& exchange, Admin& admin) {
  const auto document = dto::parse_document(exchange.body());
  if (!document)
    co_return invalid(document.error());
  const auto request = dto::parse_bulk_request(*document);
  if (!request)
    co_return invalid(request.error());
  std::vector<std::string> ids;
  if (request->ids)
    ids = *request->ids;
  else
    ids = co_await ids_in_state(admin, *request->state);
  if (request->action == dto::BulkAction::check)
    co_return co_await check_those(admin, std::move(ids), false, true);
  actors::BulkKeys bulk;
  bulk.ids = std::move(ids);
  bulk.action = static_cast<actors::BulkAction>(request->action);
  auto changed = co_await actors::ask(admin.gateway.port, admin.gateway.pool, std::move(bulk));
  if (!changed)
    co_return failed(changed.error());
  ids = std::move(changed->ids);
  const auto count = ids.size();
  ids.resize(std::min(count, changed_shown_max));
  auto keys = co_await shown_keys(admin, std::move(ids));
  co_return answer(200, json{{"keys", std::move(keys)}, {"changed", count}});
}

} // namespace geminid::admin
