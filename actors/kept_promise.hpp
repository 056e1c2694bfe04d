// A promise that is answered even when the actor that gave it dies first: CAF 0.17 would leave the asker waiting for
// ever.
#pragma once

#include <caf/all.hpp>

#include <memory>
#include <utility>

namespace geminid::actors {

/// A handle: copies are the same promise. When the last goes unanswered, as with the handlers of a dead actor, the
/// asker gets sec::request_receiver_down, as if the actor had died before it read the question.
template <class Reply>
class KeptPromise {
public:
  explicit KeptPromise(caf::typed_response_promise<Reply> promise)
      : state_(std::make_shared<State>(std::move(promise))) {}

  template <class Answer>
  void deliver(Answer&& answer) {
    state_->answered = true;
    state_->promise.deliver(std::forward<Answer>(answer));
  }
  /// What a handler returns.
  [[nodiscard]] caf::typed_response_promise<Reply> given() const { return state_->promise; }

private:
  struct State {
    explicit State(caf::typed_response_promise<Reply> given) : promise(std::move(given)) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
      if (!answered)
        promise.deliver(caf::make_error(caf::sec::request_receiver_down));
    }
    caf::typed_response_promise<Reply> promise;
    bool answered = false;
  };
  std::shared_ptr<State> state_;
};

} // namespace geminid::actors
