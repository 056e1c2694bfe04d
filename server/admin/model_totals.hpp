// What the whole pool has used and may use of each model: "N keys x limit".
#pragma once

#include "server/admin/answers.hpp"
#include "shared/model_list_dto.hpp"

#include <map>
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
  /// Of every model that is configured or that some key has served.
  [[nodiscard]] std::map<std::string, dto::ModelTotals> take();

private:
  /// What one project has of one model, whichever of its keys told.
  struct Share {
    actors::ModelUse use;
    bool served = false;
    bool minute_open = false; // some key can serve now
    bool day_open = false;    // or later today
  };

  [[nodiscard]] actors::ModelUse untouched(const actors::KeySnapshot& key, const std::string& model) const;
  void add(const actors::KeySnapshot& key, Share share);
  void add(const Share& share);

  const actors::Rules& rules_;
  Instant now_;
  std::map<std::string, dto::ModelTotals> totals_;
  std::map<std::pair<std::string, std::string>, Share> named_; // by model and named project
  std::map<std::string, std::set<std::string>> counted_with_;  // by model
};

net::Task<std::map<std::string, dto::ModelTotals>> model_totals(Admin& admin);

} // namespace geminid::admin
