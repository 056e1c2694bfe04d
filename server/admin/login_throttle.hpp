// Slows down who guesses the admin's password or token: each address by itself, and all strangers together, so that
// many addresses do not help. An address that has logged in before is never held up by strangers. Pure; io thread only.
#pragma once

#include "shared/time.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

namespace geminid::admin {

class LoginThrottle {
public:
  static constexpr unsigned free_failures = 5;
  /// The first wait; it doubles with each failure.
  static constexpr Duration pause_min{1'000};
  static constexpr Duration pause_max{15 * 60'000};
  /// An address without a failure for so long begins anew.
  static constexpr Duration forgotten_after{60 * 60'000};
  /// Failures of all addresses in a minute after which strangers wait.
  static constexpr std::size_t failures_a_minute_max = 60;
  static constexpr std::size_t recorded_an_hour_max = 20;
  /// Of more, the stranger that was not heard of for longest is forgotten.
  static constexpr std::size_t addresses_max = 4'096;

  /// When this address may try again; nothing: now.
  [[nodiscard]] std::optional<Instant> refused_until(const std::string& address, Instant now);
  /// Whether it is worth an entry in the audit log: an address' first failure, and the one that begins its pauses, at
  /// most `recorded_an_hour_max` in all, so that guesses do not push the changes out.
  bool failed(const std::string& address, Instant now);
  void succeeded(const std::string& address, Instant now);
  /// Was let in by a token or a session: strangers do not hold it up. Forgives nothing.
  void met(const std::string& address, Instant now) { note(address, now).known = true; }

private:
  struct Address {
    unsigned failures = 0;
    bool known = false; // was let in
    Instant failed_at{};
    Instant last{}; // heard of
    Instant until{};
  };
  Address& note(const std::string& address, Instant now);

  std::unordered_map<std::string, Address> addresses_;
  std::deque<Instant> failures_; // of the last minute
  std::deque<Instant> recorded_; // of the last hour
};

} // namespace geminid::admin
