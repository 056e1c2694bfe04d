// Deletes keys that have been invalid without a break for longer than `health_checks.delete_invalid_after_days`, each
// after Google was asked once more. Never one that is disabled or merely out of quota. io thread only.
#pragma once

#include "actors/alarm_actor.hpp"
#include "server/admin/admin.hpp"
#include "server/net/background.hpp"

#include <string>
#include <utility>
#include <vector>

namespace geminid::admin {

class KeyRetirement {
public:
  /// Between two looks at the keys.
  static constexpr Duration period{10 * 60'000};
  /// Between two keys.
  static constexpr Duration spacing{250};

  KeyRetirement(Admin& admin, actors::Alarm alarm) : admin_(admin), alarm_(std::move(alarm)), task_(admin.gateway.io) {}

  /// The first look comes one period later. Once.
  void start();
  /// The alarm has ended or is about to.
  net::Task<void> stop() { return task_.stop(); }

private:
  net::Task<void> run();
  net::Task<bool> sleep(Duration time);
  [[nodiscard]] bool is_due(const actors::KeySnapshot& key) const;
  net::Task<std::vector<std::string>> due_keys();
  net::Task<void> retire(std::string id);

  Admin& admin_;
  actors::Alarm alarm_;
  net::Background task_;
};

} // namespace geminid::admin
