// What an admin says about one model: the body of PUT /admin/api/models/{model}.
#pragma once

#include "shared/limits_dto.hpp"
#include "shared/thinking_dto.hpp"

namespace geminid::dto {

/// What may stand as a model's name or alias, "*" as a wildcard included: 1 to 128 printable ASCII characters, no
/// space.
[[nodiscard]] bool is_model_name(std::string_view name);
/// Reads a list of model names; every name is checked.
void read_model_names(Fields& fields, std::string_view name, std::vector<std::string>& out, std::size_t count_min,
                      std::size_t count_max);

struct ModelConfig {
  bool enabled = true;
  LimitSet limits; // per key
  std::vector<std::string> aliases;
  std::vector<std::string> fallbacks; // tried in this order
  /// Without it the settings' thinking applies.
  std::optional<Thinking> thinking;

  bool operator==(const ModelConfig&) const = default;
};

/// Replaces: what is left out has its default; a limit of null is unlimited.
[[nodiscard]] Result<ModelConfig> parse_model_config(const json& document);
/// The members of an object that holds others too.
void read_model_config(Fields& fields, ModelConfig& config);
/// The same document: reading it again gives the same configuration.
[[nodiscard]] json to_json(const ModelConfig& config);

} // namespace geminid::dto
