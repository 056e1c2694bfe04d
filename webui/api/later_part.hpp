// The later part of the program: every page but the overview. It is fetched once the overview stands, so that the first
// paint need not wait for it, and again until it has come. Pure.
#pragma once

#include "shared/time.hpp"

#include <chrono>
#include <optional>

namespace geminid::webui {

class LaterPart {
public:
  enum class State : std::uint8_t { not_asked_for, coming, failed, here };

  /// Longer than that, and a viewer who waits is told.
  static constexpr Duration slow_after = std::chrono::seconds{6};

  /// True when it is to be fetched now; then `failed` or `arrived` follows.
  [[nodiscard]] bool due(Instant now);
  /// It did not come.
  void failed(Instant now);
  void arrived() { state_ = State::here; }
  /// What may have been in its way is over: no pause any more.
  void hurry();

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] bool slow(Instant now) const { return state_ == State::coming && now - since_ >= slow_after; }
  /// When it is fetched again; only while it failed.
  [[nodiscard]] std::optional<Instant> again_at() const;

private:
  State state_ = State::not_asked_for;
  Instant since_{}; // this state
  int failures_ = 0;
  Duration pause_{};
};

} // namespace geminid::webui
