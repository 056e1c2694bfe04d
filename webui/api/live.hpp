// The live side of the dashboard: what the server's events said, for as long as the page is open. Pure.
#pragma once

#include "shared/circuit_dto.hpp"
#include "shared/live_dto.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace geminid::webui {

/// What a page may want to load anew.
enum class Change : std::uint8_t {
  none,
  pulse,
  keys,
  user_keys,
  models,
  settings,
  sessions,
  circuits,
  hints,
  check,
  all
};

/// A limit came near, as the event `warning` says it.
struct LimitWarning {
  Instant at{};
  std::string key_id; // empty: of a whole project
  std::string project;
  std::string model;
  std::string window; // "rpm", "tpm", "rpd"
  std::int64_t used = 0;
  std::int64_t limit = 0;

  bool operator==(const LimitWarning&) const = default;
};

class Live {
public:
  /// Five minutes of pulses.
  static constexpr std::size_t pulses_max = 300;
  static constexpr std::size_t warnings_max = 50;

  /// An event of the stream; `now` is the viewer's. What cannot be read changes nothing.
  Change take(std::string_view type, std::string_view data, Instant now);
  /// The stream is there or not.
  void set_connected(bool connected) { connected_ = connected; }

  [[nodiscard]] bool connected() const { return connected_; }
  /// In order; the newest last.
  [[nodiscard]] const std::deque<dto::Pulse>& pulses() const { return pulses_; }
  /// Null before the first.
  [[nodiscard]] const dto::Pulse* latest() const { return pulses_.empty() ? nullptr : &pulses_.back(); }
  /// The newest first.
  [[nodiscard]] const std::deque<LimitWarning>& warnings() const { return warnings_; }
  [[nodiscard]] const std::optional<dto::CheckJob>& check() const { return check_; }
  void dismiss_check() { check_.reset(); }

private:
  Change take_document(std::string_view type, const dto::json& document, Instant now);
  Change take_pulse(dto::Pulse pulse);

  bool connected_ = false;
  std::deque<dto::Pulse> pulses_;
  std::deque<LimitWarning> warnings_;
  std::optional<dto::CheckJob> check_;
};

} // namespace geminid::webui
