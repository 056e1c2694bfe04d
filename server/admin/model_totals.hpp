// What the whole pool has used and may use of each model, "N keys x limit", and which projects can't serve it.
#pragma once

#include "server/admin/answers.hpp"
#include "shared/model_list_dto.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace geminid::admin {

/// Adds up key by key. Pure.
class ModelAdder {
public:
  /// Refers to the rules.
  ModelAdder(const actors::Rules& rules, Instant now) : rules_(rules), now_(now) {}

  /// With what it has not served yet, since it may. A key that may not serve counts nothing.
  void add(const actors::KeySnapshot& key);
  /// Of every model that is configured or that some key has served; how it is configured is not told.
  [[nodiscard]] std::map<std::string, dto::ModelListing> take();

private:
  /// While a key itself cools down, whatever the model.
  struct Rest {
    Instant until{};
    std::string reason;
  };
  /// What one project has of one model, whichever of its keys told.
  struct Share {
    actors::ModelUse use;
    bool served = false;
    std::optional<Rest> rest; // of all its keys: the shortest
  };

  [[nodiscard]] actors::ModelUse untouched(const actors::KeySnapshot& key, const std::string& model) const;
  void add(const actors::KeySnapshot& key, Share share);
  void count_project(const Share& share, const std::string& name);
  /// Of a key that is a project of its own.
  void count_alone(const Share& share, const actors::KeySnapshot& key);
  /// What is told of a project that can't serve, to be given its name; null where it can, or where enough are told of.
  dto::UnavailableProject* count(const Share& share);

  const actors::Rules& rules_;
  Instant now_;
  std::map<std::string, dto::ModelListing> models_;
  std::map<std::pair<std::string, std::string>, Share> named_; // by model and named project
  std::map<std::string, std::set<std::string>> counted_with_;  // by model
};

net::Task<std::map<std::string, dto::ModelListing>> model_totals(Admin& admin);

} // namespace geminid::admin
