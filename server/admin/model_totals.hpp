// What the whole pool has used and may use of each model: "N keys x limit".
#pragma once

#include "server/admin/answers.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace geminid::admin {

struct WindowTotal {
  std::int64_t used = 0;
  std::int64_t limit = 0;
  bool unlimited = false; // of at least one project
};

struct ModelTotals {
  std::size_t keys = 0;
  WindowTotal rpm, tpm, rpd;
};

/// Of every model that is configured or that some key has served. A named project counts once, however many keys share
/// it.
net::Task<std::map<std::string, ModelTotals>> model_totals(Admin& admin);
/// A limit is null where it is unlimited or unknown.
[[nodiscard]] json to_json(const ModelTotals& totals);

} // namespace geminid::admin
