#include "server/admin/user_keys_api.hpp"

#include "actors/ask.hpp"
#include "shared/user_key_dto.hpp"

namespace geminid::admin {
namespace {

dto::UserKey to_dto(const actors::UserRecord& user) {
  const auto& config = user.config;
  dto::UserKey view{user.id, config.name, user.masked, config.enabled, {}, user.created_at};
  const auto& limits = config.limits;
  view.limits = {limits.rpm,   limits.tpm,        limits.rpd,         config.expires_at,
                 std::nullopt, limits.concurrent, limits.token_budget};
  if (!config.models.empty())
    view.limits.models = config.models;
  view.thinking = config.thinking;
  view.notes = config.notes;
  return view;
}

dto::UserKeyUsage to_dto(const actors::UserStanding& standing, const policy::UserLimits& limits) {
  return {{standing.minute_requests, limits.rpm},
          {standing.minute_tokens, limits.tpm},
          {standing.day_requests, limits.rpd},
          standing.concurrent,
          {standing.spent, limits.token_budget}};
}

void take(actors::UserConfig& config, const dto::UserKey& view) {
  const auto& limits = view.limits;
  config = {view.name,
            view.enabled,
            {limits.rpm, limits.tpm, limits.rpd, limits.max_concurrency, limits.token_budget},
            limits.models.value_or(std::vector<std::string>{}),
            limits.expires_at,
            view.thinking,
            view.notes};
}

} // namespace

net::Task<http::Response> list_user_keys(http::Exchange&, Admin& admin) {
  const actors::ListUsers list;
  const auto users = co_await actors::ask(admin.gateway.port, admin.users, list);
  if (!users)
    co_return failed(users.error());
  json keys = json::array();
  for (const auto& user : users->users) {
    auto view = to_dto(user);
    if (const auto standing = users->standings.find(user.id); standing != users->standings.end())
      view.usage = to_dto(standing->second, user.config.limits);
    keys.push_back(dto::to_json(view));
  }
  co_return answer(200, json{{"user_keys", std::move(keys)}, {"total", users->users.size()}});
}

net::Task<http::Response> create_user_key(http::Exchange& exchange, Admin& admin) {
  const auto document = dto::parse_document(exchange.body());
  if (!document)
    co_return invalid(document.error());
  const auto request = dto::parse_create_user_key(*document);
  if (!request)
    co_return invalid(request.error());
  actors::CreateUser create;
  dto::UserKey wished;
  wished.name = request->name;
  wished.enabled = request->enabled;
  wished.limits = request->limits;
  wished.thinking = request->thinking;
  wished.notes = request->notes;
  take(create.config, wished);
  const auto created = co_await actors::ask(admin.gateway.port, admin.users, std::move(create));
  if (!created)
    co_return failed(created.error());
  auto body = dto::to_json(to_dto(created->user));
  body["key"] = created->secret;
  co_return answer(201, body);
}

net::Task<http::Response> patch_user_key(http::Exchange& exchange, Admin& admin) {
  const auto document = dto::parse_document(exchange.body());
  if (!document)
    co_return invalid(document.error());
  const auto patch = dto::parse_user_key_patch(*document);
  if (!patch)
    co_return invalid(patch.error());
  actors::PatchUser change;
  change.id = exchange.path_parameter("id");
  change.change = [patch = *patch](actors::UserConfig& config) {
    actors::UserRecord record;
    record.config = config;
    take(config, dto::patched(to_dto(record), patch));
  };
  const auto user = co_await actors::ask(admin.gateway.port, admin.users, std::move(change));
  if (!user)
    co_return failed(user.error());
  co_return answer(200, dto::to_json(to_dto(*user)));
}

net::Task<http::Response> delete_user_key(http::Exchange& exchange, Admin& admin) {
  const actors::RemoveUser remove{std::string{exchange.path_parameter("id")}};
  const auto removed = co_await actors::ask(admin.gateway.port, admin.users, remove);
  if (!removed)
    co_return failed(removed.error());
  if (!removed->existed)
    co_return not_found("user key");
  co_return http::Response{204, "", "", {}};
}

} // namespace geminid::admin
