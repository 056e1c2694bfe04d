#include "server/admin/config_api.hpp"

#include "actors/ask.hpp"
#include "server/admin/model_totals.hpp"

namespace geminid::admin {
namespace {

std::vector<dto::ModelListing> listed(const actors::ModelConfigs& configured,
                                      std::map<std::string, dto::ModelListing> used) {
  std::vector<dto::ModelListing> models;
  for (const auto& [model, config] : configured) {
    auto listing = used.extract(model);
    models.push_back(listing ? std::move(listing.mapped()) : dto::ModelListing{model, {}, {}});
    models.back().config = config;
  }
  for (auto& [model, listing] : used)
    models.push_back(std::move(listing));
  return models;
}

} // namespace

net::Task<http::Response> get_settings(http::Exchange&, Admin& admin) {
  const actors::GetConfig get;
  const auto config = co_await actors::ask(admin.gateway.port, admin.config, get);
  if (!config)
    co_return failed(config.error());
  co_return answer(200, dto::to_json(config->settings));
}

net::Task<http::Response> patch_settings(http::Exchange& exchange, Admin& admin) {
  auto document = dto::parse_document(exchange.body());
  if (!document)
    co_return invalid(document.error());
  actors::PatchSettings patch;
  patch.change = [document = std::move(*document)](const dto::Settings& current) {
    return dto::merge_patch(current, document);
  };
  const auto changed = co_await actors::ask(admin.gateway.port, admin.config, std::move(patch));
  if (!changed)
    co_return failed(changed.error());
  if (changed->refused)
    co_return invalid(*changed->refused);
  co_return answer(200, dto::to_json(changed->settings));
}

net::Task<http::Response> list_models(http::Exchange&, Admin& admin) {
  const actors::GetConfig get;
  const auto config = co_await actors::ask(admin.gateway.port, admin.config, get);
  if (!config)
    co_return failed(config.error());
  auto totals = co_await model_totals(admin);
  co_return answer(200, dto::to_json(listed(config->models, std::move(totals))));
}

net::Task<http::Response> put_model(http::Exchange& exchange, Admin& admin) {
  actors::PutModel put;
  put.model = exchange.path_parameter("model");
  if (!dto::is_model_name(put.model))
    co_return invalid({"model must be 1 to 128 printable ASCII characters without a space", "model"});
  const auto document = dto::parse_document(exchange.body());
  if (!document)
    co_return invalid(document.error());
  auto config = dto::parse_model_config(*document);
  if (!config)
    co_return invalid(config.error());
  put.config = std::move(*config);
  auto view = dto::to_json(put.config);
  view["id"] = put.model;
  const auto changed = co_await actors::ask(admin.gateway.port, admin.config, std::move(put));
  if (!changed)
    co_return failed(changed.error());
  if (changed->refused)
    co_return invalid(*changed->refused);
  co_return answer(200, view);
}

net::Task<http::Response> delete_model(http::Exchange& exchange, Admin& admin) {
  const actors::DeleteModel remove{std::string{exchange.path_parameter("model")}};
  const auto changed = co_await actors::ask(admin.gateway.port, admin.config, remove);
  if (!changed)
    co_return failed(changed.error());
  if (!changed->existed)
    co_return not_found("model");
  co_return http::Response{204, "", "", {}};
}

} // namespace geminid::admin
