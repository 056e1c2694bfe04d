// The API keys that the simulator accepts, their projects, and what each project has used.
#pragma once

#include "shared/result.hpp"
#include "tools/gemini_sim/catalogue.hpp"
#include "tools/gemini_sim/quota.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace geminid::sim {

struct ProjectOptions {
  Tier tier = Tier::free;
  /// Of every model that `model_limits` does not name.
  QuotaLimits limits = {};
  /// By quota name, since aliases of a model share one bucket.
  std::map<std::string, QuotaLimits, std::less<>> model_limits = {};
  /// Model ids that answer 404 "no longer available to new users".
  std::set<std::string, std::less<>> retired_models = {};
  /// Name of the error (named_errors.hpp) that all its requests of models get: "spend", "prepaid", "location". Empty:
  /// none.
  std::string refusal = {};
};

struct KeyOptions {
  std::string key;
  /// Keys of one project share its quotas. Empty: the key is its own project.
  std::string project = {};
};

struct KeyringOptions {
  std::vector<KeyOptions> keys;
  std::map<std::string, ProjectOptions, std::less<>> projects = {};
  /// Of projects that `projects` does not name.
  ProjectOptions default_project = {};
};

/// `KEY[@project]`.
[[nodiscard]] KeyOptions parse_key_option(std::string_view text);

/// `{"keys":["k1","k2@p",{"key","project"}],"projects":{"p":PROJECT},"default_project":PROJECT}` where PROJECT is
/// `{"tier":"free"|"paid","rpm","tpm","rpd","models":{"id":{"rpm","tpm","rpd"}},"retired_models":["id"],
/// "refusal":"spend"}`. Limits that are null or absent do not limit, 0 refuses all ("limit: 0"). Models that the free
/// tier lacks have limits of 0 there unless `models` names them.
[[nodiscard]] Result<KeyringOptions> parse_keyring(const nlohmann::json& value);

class Keyring {
public:
  explicit Keyring(KeyringOptions options) { replace(std::move(options)); }

  /// Projects that stay keep what they have used.
  void replace(KeyringOptions options);
  /// Forgets what all projects have used.
  void reset_usage() { windows_.clear(); }

  /// The project of a key; null when the key is unknown. Valid until `replace`.
  [[nodiscard]] const std::string* project_of(std::string_view key) const;
  [[nodiscard]] bool is_retired(std::string_view project, const Model& model) const;
  /// Empty: none.
  [[nodiscard]] const std::string& refusal_of(std::string_view project) const;
  /// Counts a request of this size, or gives Google's 429.
  [[nodiscard]] std::optional<ApiError> admit(const std::string& project, const Model& model, std::int64_t input_tokens,
                                              Instant now);
  [[nodiscard]] std::int64_t requests_today(const std::string& project, const Model& model, Instant now) const;

private:
  [[nodiscard]] const ProjectOptions& options_of(std::string_view project) const;
  [[nodiscard]] static QuotaLimits limits_of(const ProjectOptions& project, const Model& model);

  std::map<std::string, std::string, std::less<>> projects_by_key_;
  KeyringOptions options_;
  /// By project and quota name: aliases of a model share one.
  std::map<std::pair<std::string, std::string>, QuotaWindow> windows_;
};

} // namespace geminid::sim
