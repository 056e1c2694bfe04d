#include "tools/gemini_sim/keyring.hpp"

#include "tools/gemini_sim/named_errors.hpp"

#include <algorithm>
#include <array>

namespace geminid::sim {
namespace {

using nlohmann::json;

constexpr std::size_t keys_max = 100'000;

Error wrong_option(const std::string& field, const std::string& expected) {
  return {field + ": expected " + expected, field};
}

std::optional<Error> read_limits(const json& value, const std::string& path, QuotaLimits& limits) {
  for (const auto& [name, target] :
       {std::pair{"rpm", &limits.rpm}, std::pair{"tpm", &limits.tpm}, std::pair{"rpd", &limits.rpd}}) {
    if (!value.contains(name) || value[name].is_null())
      continue;
    if (!value[name].is_number_unsigned())
      return wrong_option(path + "." + name, "null or a whole number");
    *target = value[name].get<std::int64_t>();
  }
  return std::nullopt;
}

std::optional<Error> read_models(const json& value, const std::string& path, ProjectOptions& project) {
  const auto models = value.value("models", json::object());
  if (!models.is_object())
    return wrong_option(path + ".models", "an object");
  for (const auto& [model, limits] : models.items()) {
    const auto* known = find_model(model);
    if (known == nullptr || !limits.is_object())
      return wrong_option(path + ".models." + model, "limits of a known model");
    auto& target = project.model_limits[std::string{known->quota_name}];
    if (auto error = read_limits(limits, path + ".models." + model, target))
      return error;
  }
  const auto retired = value.value("retired_models", json::array());
  if (!retired.is_array())
    return wrong_option(path + ".retired_models", "a list of model ids");
  for (const auto& model : retired) {
    if (!model.is_string() || find_model(model.get_ref<const std::string&>()) == nullptr)
      return wrong_option(path + ".retired_models", "a list of model ids");
    project.retired_models.insert(model.get<std::string>());
  }
  return std::nullopt;
}

Result<ProjectOptions> read_project(const json& value, const std::string& path) {
  ProjectOptions project;
  if (!value.is_object())
    return wrong_option(path, "an object");
  constexpr std::array members{"tier", "rpm", "tpm", "rpd", "models", "retired_models", "refusal"};
  for (const auto& [name, unused] : value.items())
    if (std::find(members.begin(), members.end(), name) == members.end())
      return wrong_option(path + "." + name, "no such member");
  const auto tier = value.value("tier", json("free"));
  if (tier != "free" && tier != "paid")
    return wrong_option(path + ".tier", "free or paid");
  project.tier = tier == "paid" ? Tier::paid : Tier::free;
  if (auto error = read_limits(value, path, project.limits))
    return std::move(*error);
  if (auto error = read_models(value, path, project))
    return std::move(*error);
  if (const auto refusal = value.value("refusal", json("")); refusal.is_string())
    project.refusal = refusal.get<std::string>();
  if (value.contains("refusal") && !named_error(project.refusal, {}))
    return wrong_option(path + ".refusal", "the name of an error");
  return project;
}

std::optional<KeyOptions> read_key(const json& value) {
  if (value.is_string())
    return parse_key_option(value.get_ref<const std::string&>());
  if (!value.is_object() || !value.value("key", json()).is_string() || !value.value("project", json("")).is_string())
    return std::nullopt;
  return KeyOptions{value["key"].get<std::string>(), value.value("project", "")};
}

} // namespace

KeyOptions parse_key_option(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos)
    return {std::string{text}};
  return {std::string{text.substr(0, at)}, std::string{text.substr(at + 1)}};
}

Result<KeyringOptions> parse_keyring(const json& value) {
  KeyringOptions options;
  if (!value.is_object() || !value.value("keys", json()).is_array() || value["keys"].size() > keys_max)
    return wrong_option("keys", "a list of at most 100000 keys");
  for (const auto& entry : value["keys"]) {
    auto key = read_key(entry);
    if (!key || key->key.empty())
      return wrong_option("keys", R"("KEY", "KEY@project" or {"key","project"})");
    options.keys.push_back(std::move(*key));
  }
  const auto projects = value.value("projects", json::object());
  if (!projects.is_object())
    return wrong_option("projects", "an object");
  for (const auto& [name, entry] : projects.items()) {
    auto project = read_project(entry, "projects." + name);
    if (!project)
      return project.error();
    options.projects[name] = std::move(*project);
  }
  if (value.contains("default_project")) {
    auto project = read_project(value["default_project"], "default_project");
    if (!project)
      return project.error();
    options.default_project = std::move(*project);
  }
  return options;
}

void Keyring::replace(KeyringOptions options) {
  options_ = std::move(options);
  projects_by_key_.clear();
  std::set<std::string, std::less<>> projects;
  for (const auto& entry : options_.keys) {
    const auto& project = entry.project.empty() ? entry.key : entry.project;
    projects_by_key_[entry.key] = project;
    projects.insert(project);
  }
  std::erase_if(windows_, [&](const auto& window) { return !projects.contains(window.first.first); });
}

const std::string* Keyring::project_of(std::string_view key) const {
  const auto found = projects_by_key_.find(key);
  return found == projects_by_key_.end() ? nullptr : &found->second;
}

const ProjectOptions& Keyring::options_of(std::string_view project) const {
  const auto found = options_.projects.find(project);
  return found == options_.projects.end() ? options_.default_project : found->second;
}

bool Keyring::is_retired(std::string_view project, const Model& model) const {
  return options_of(project).retired_models.contains(model.id);
}

const std::string& Keyring::refusal_of(std::string_view project) const {
  return options_of(project).refusal;
}

QuotaLimits Keyring::limits_of(const ProjectOptions& project, const Model& model) {
  const auto own = project.model_limits.find(model.quota_name);
  if (own != project.model_limits.end())
    return own->second;
  return project.tier == Tier::free && !model.free_tier ? QuotaLimits{0, 0, 0} : project.limits;
}

std::optional<ApiError> Keyring::admit(const std::string& project, const Model& model, std::int64_t input_tokens,
                                       Instant now) {
  const auto& options = options_of(project);
  auto& window = windows_[{project, std::string{model.quota_name}}];
  return window.admit(limits_of(options, model), options.tier, model.quota_name, input_tokens, now);
}

std::int64_t Keyring::requests_today(const std::string& project, const Model& model, Instant now) const {
  const auto found = windows_.find({project, std::string{model.quota_name}});
  return found == windows_.end() ? 0 : found->second.requests_today(now);
}

} // namespace geminid::sim
