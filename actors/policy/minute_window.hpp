// Requests and input tokens of the last 60 s, sliding. Never lets more through than an exact log would: requests close
// together share an entry that leaves the window with its youngest; a lone request leaves it exactly.
#pragma once

#include "shared/time.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>

namespace geminid::policy {

class MinuteWindow {
public:
  static constexpr Duration length{60'000};
  /// Requests within this of an entry's oldest join it: at most 241 entries, at most 0.4 % of the window unused.
  static constexpr Duration granularity{250};

  /// Requests close together: they leave the window a minute after the last of them.
  struct Entry {
    Instant first;
    Instant last;
    std::int64_t requests = 0;
    std::int64_t tokens = 0;

    bool operator==(const Entry&) const = default;
  };

  void add(Instant now, std::int64_t tokens);
  /// Adds what another window, or a record, knows of the same minute.
  void absorb(const Entry& entry);
  /// Corrects the tokens of a request added at `at`; nothing happens when it has left the window.
  void adjust_tokens(Instant at, std::int64_t difference);
  /// Takes back a request that never reached upstream.
  void remove(Instant at, std::int64_t tokens);
  /// Forgets what has left the window at `now`. The other members speak of the window as last expired.
  void expire(Instant now);

  [[nodiscard]] std::int64_t requests() const { return requests_; }
  [[nodiscard]] std::int64_t tokens() const { return tokens_; }
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  /// Oldest first.
  [[nodiscard]] const std::deque<Entry>& entries() const { return entries_; }
  /// When the oldest entry leaves; Instant::max() when empty.
  [[nodiscard]] Instant next_change() const;
  /// When the newest entry leaves and nothing is left; `now` when empty.
  [[nodiscard]] Instant empty_at(Instant now) const;
  /// The earliest instant at which at most `requests_max` requests and `tokens_max` tokens are left.
  [[nodiscard]] Instant when_at_most(std::int64_t requests_max, std::int64_t tokens_max, Instant now) const;
  /// The same for each of `tokens_max`, which fall; as many as `when` has places for.
  void when_at_most(std::int64_t requests_max, std::span<const std::int64_t> tokens_max, Instant now,
                    std::span<Instant> when) const;

private:
  Entry* find(Instant at);

  std::deque<Entry> entries_;
  std::int64_t requests_ = 0;
  std::int64_t tokens_ = 0;
};

} // namespace geminid::policy
