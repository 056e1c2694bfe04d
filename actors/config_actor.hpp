// The settings and the models as admins configure them: checked whole, durable before they take effect, and published
// to everyone at once.
#pragma once

#include "actors/messages.hpp"
#include "shared/model_dto.hpp"
#include "shared/settings_dto.hpp"

#include <functional>
#include <map>

namespace geminid::actors {

/// By model.
using ModelConfigs = std::map<std::string, dto::ModelConfig>;

struct GetConfig {};
/// Everything configurable; a copy.
struct ConfigReply {
  dto::Settings settings;
  ModelConfigs models;
};
/// `change` sees the present settings and answers what they become, or what is wrong.
struct PatchSettings {
  std::function<Result<dto::Settings>(const dto::Settings&)> change;
};
struct PutModel {
  std::string model;
  dto::ModelConfig config;
};
struct DeleteModel {
  std::string model;
};
/// The disk holds this now.
struct ReplaceConfig {
  dto::Settings settings;
  ModelConfigs models;
};
/// `refused` tells what was wrong with the wish; nothing has changed then.
struct ConfigChanged {
  dto::Settings settings;
  std::optional<Error> refused = {};
  bool existed = true; // the model that was to be deleted
};

/// Errors: sec::runtime_error when the disk refused.
using ConfigActor =
    caf::typed_actor<caf::replies_to<GetConfig>::with<ConfigReply>, caf::replies_to<PatchSettings>::with<ConfigChanged>,
                     caf::replies_to<PutModel>::with<ConfigChanged>, caf::replies_to<DeleteModel>::with<ConfigChanged>,
                     caf::replies_to<ReplaceConfig>::with<ConfigChanged>>;

struct ConfigStart {
  StorageActor storage;
  dto::Settings settings;
  ModelConfigs models;
  /// Called after each durable change, in the actor.
  std::function<void(const dto::Settings&, const ModelConfigs&)> publish;
  std::size_t models_max = 1'000;
};

inline constexpr std::string_view settings_record_key = "settings";
inline constexpr std::string_view model_record_prefix = "model/";

/// What routing obeys, out of what admins configured.
[[nodiscard]] RulesPtr rules_from(const dto::Settings& settings, const ModelConfigs& models);
[[nodiscard]] policy::LimitSettings limits_from(const dto::LimitSet& limits);
[[nodiscard]] dto::LimitSet to_dto(const policy::LimitSettings& limits);

class ConfigState {
public:
  static inline const char* name = "config";

  void start(ConfigActor::pointer self, ConfigStart start);

  [[nodiscard]] ConfigReply get() const { return {deps_->settings, deps_->models}; }
  caf::result<ConfigChanged> patch(const PatchSettings& wish);
  caf::result<ConfigChanged> put(PutModel& wish);
  caf::result<ConfigChanged> remove(const DeleteModel& wish);
  ConfigChanged replace(ReplaceConfig& wish);

private:
  caf::result<ConfigChanged> commit(StoreWrite write, std::function<void()> apply);
  [[nodiscard]] std::optional<Error> alias_conflict(const PutModel& wish) const;

  ConfigActor::pointer self_ = nullptr;
  std::optional<ConfigStart> deps_;
  /// With the changes that are still on their way to the disk: the next change builds on them.
  dto::Settings wished_;
};

ConfigActor::behavior_type config_actor(ConfigActor::stateful_pointer<ConfigState> self, ConfigStart start);

} // namespace geminid::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::GetConfig)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::ConfigReply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::PatchSettings)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::PutModel)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::DeleteModel)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::ReplaceConfig)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::ConfigChanged)
