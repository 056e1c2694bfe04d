#include "server/app/stored_configuration.hpp"

#include "server/app/read_each.hpp"
#include "server/log/log.hpp"

#include <utility>

namespace geminid::app {
namespace {

Result<Done> read_records(StoredConfiguration& state, const Store& store, const SecretBox& box) {
  auto keys = read_each(store, actors::key_record_prefix, [&](const StoreEntry& entry) -> std::optional<Error> {
    auto key = actors::key_from_record(entry, box);
    if (!key)
      return key.error();
    state.keys.push_back(std::move(*key));
    return std::nullopt;
  });
  if (!keys)
    return keys;
  auto users = read_each(store, actors::user_record_prefix, [&](const StoreEntry& entry) -> std::optional<Error> {
    auto user = actors::user_from_record(entry);
    if (!user)
      return user.error();
    state.users.push_back(std::move(*user));
    return std::nullopt;
  });
  if (!users)
    return users;
  return read_each(store, actors::model_record_prefix, [&](const StoreEntry& entry) -> std::optional<Error> {
    const auto model = entry.key.substr(actors::model_record_prefix.size());
    const auto document = dto::parse_document(entry.value);
    auto config = document ? dto::parse_model_config(*document) : Result<dto::ModelConfig>{document.error()};
    if (!config)
      return Error{"stored model " + model + ": " + config.error().message};
    state.models[model] = std::move(*config);
    return std::nullopt;
  });
}

Result<Done> read_settings(StoredConfiguration& state, const Store& store) {
  const auto stored = store.get(actors::settings_record_key);
  if (!stored)
    return stored.error();
  if (!*stored)
    return Done{};
  const auto document = dto::parse_document(**stored);
  auto settings = document ? dto::parse_settings(*document) : Result<dto::Settings>{document.error()};
  if (settings)
    state.settings = std::move(*settings);
  else
    log::error("the stored settings can't be read; the defaults are used").with("error", settings.error().message);
  return Done{};
}

} // namespace

Result<StoredConfiguration> read_configuration(const Store& store, const SecretBox& box) {
  StoredConfiguration configuration;
  auto quotas = store.scan("quota/");
  if (!quotas)
    return quotas.error();
  configuration.quotas = std::move(*quotas);
  if (const auto records = read_records(configuration, store, box); !records)
    return records.error();
  if (const auto settings = read_settings(configuration, store); !settings)
    return settings.error();
  return configuration;
}

} // namespace geminid::app
