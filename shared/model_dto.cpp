#include "shared/model_dto.hpp"

#include "shared/config_rules.hpp"

#include <algorithm>

namespace geminid::dto {

bool is_model_name(std::string_view name) {
  return !name.empty() && name.size() <= model_name_size_max &&
         std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '\\'; });
}

void read_model_names(Fields& fields, std::string_view name, std::vector<std::string>& out, std::size_t count_min,
                      std::size_t count_max) {
  std::vector<std::string> names = out;
  fields.strings(
      name, names,
      {.count_min = count_min, .count_max = count_max, .item = {.size_min = 1, .size_max = model_name_size_max}});
  if (!fields.ok())
    return;
  if (!std::all_of(names.begin(), names.end(), is_model_name)) {
    fields.fail(name, "must hold model names: printable ASCII characters without spaces, quotes or backslashes");
    return;
  }
  out = std::move(names);
}

void read_model_config(Fields& fields, ModelConfig& config) {
  fields.boolean("enabled", config.enabled);
  read_limits(fields, config.limits);
  read_model_names(fields, "aliases", config.aliases, 0, aliases_max);
  read_model_names(fields, "fallbacks", config.fallbacks, 0, fallbacks_max);
  fields.nullable("thinking", config.thinking, read_thinking_member);
}

Result<ModelConfig> parse_model_config(const json& document) {
  ModelConfig config;
  Fields fields{document};
  read_model_config(fields, config);
  return fields.finish(std::move(config));
}

json to_json(const ModelConfig& config) {
  json out{{"enabled", config.enabled}, {"aliases", config.aliases}, {"fallbacks", config.fallbacks}};
  add_limits(out, config.limits);
  out["thinking"] = nullable_json(config.thinking);
  return out;
}

} // namespace geminid::dto
