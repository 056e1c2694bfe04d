// The upstream requests that make one client's answer side by side: one as a rule, one for each choice where the model
// answers no more at once. Each has its own keys and failovers; if one fails for good, so does the whole.
#pragma once

#include "server/gateway/rounds.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace geminid::gateway {

/// Outlives the coroutines that read its rounds. io thread only.
class Sources {
public:
  /// `count` is at least 1.
  Sources(Gateway& gateway, UpstreamRequest request, const Fallbacks& fallbacks, std::size_t count);

  [[nodiscard]] std::size_t size() const { return rounds_.size(); }
  [[nodiscard]] Rounds& operator[](std::size_t source) { return *rounds_[source]; }

  /// A source is over, each once: whole, or failed. The first failure cancels the other sources.
  void over(std::optional<Failure> failure);
  /// Until all are over.
  net::Task<void> all_over();
  [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }

  void cancel();
  /// That answers; of several the first.
  [[nodiscard]] const std::string& model() const { return rounds_.front()->model(); }
  [[nodiscard]] std::vector<AttemptRecord> attempts() const;

private:
  std::vector<std::unique_ptr<Rounds>> rounds_;
  std::size_t running_;
  std::optional<Failure> failure_;
  /// Never expires; is cancelled when nothing runs any more.
  boost::asio::steady_timer ended_;
};

} // namespace geminid::gateway
