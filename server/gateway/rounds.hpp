// The upstream answers that make one part of a client's answer, one after another: as a rule one; one more in place of
// a futile one; the rest of one that is too long for one request. Knows no API surface.
#pragma once

#include "server/gateway/failover.hpp"
#include "server/translate/chat.hpp"

namespace geminid::gateway {

/// Held by pointer, as Failover. io thread only.
class Rounds {
public:
  Rounds(Gateway& gateway, UpstreamRequest request, Fallbacks fallbacks)
      : gateway_(gateway), failover_(std::make_unique<Failover>(gateway, std::move(request), std::move(fallbacks))) {}

  /// The attempts at the present answer.
  [[nodiscard]] Failover& failover() { return *failover_; }
  [[nodiscard]] const Failover& failover() const { return *failover_; }

  /// The present answer came to this end: tells its key. True: another one is open, to be read likewise. False: there
  /// is none, for whatever reason, and the client gets what there is.
  net::Task<bool> next(translate::AnswerEnd end, translate::Usage usage);
  /// The present answer failed for good. True: there was one before, which the client still gets. (A stream has let go
  /// of a futile one by then.)
  [[nodiscard]] bool settle_for_former();
  /// The present answer is the rest of the one before.
  [[nodiscard]] bool continues() const { return continuations_ > 0; }

  /// That answers, or whose answer was settled for.
  [[nodiscard]] const std::string& model() const { return settled_ ? former_model_ : failover_->model(); }

  void cancel() { failover_->cancel(); }
  /// Of all answers.
  [[nodiscard]] std::vector<AttemptRecord> attempts() const;

private:
  static constexpr int continuations_max = 16;

  [[nodiscard]] bool go_on(std::string_view token);

  Gateway& gateway_;
  std::unique_ptr<Failover> failover_;
  std::optional<PinnedKey> key_;         // that served the last answer
  std::optional<UpstreamRequest> begun_; // that is being continued
  std::vector<AttemptRecord> earlier_;   // attempts at former answers
  int continuations_ = 0;
  bool asked_again_ = false;
  bool settled_ = false;
  std::string former_model_; // that gave the last answer
};

} // namespace geminid::gateway
