#include "actors/stream_actor.hpp"

#include <utility>

namespace geminid::actors {

StreamActor::behavior_type stream_actor(StreamActor::stateful_pointer<StreamState> self,
                                        std::shared_ptr<StreamTransform> transform) {
  auto& state = self->state;
  state.start(self, std::move(transform));
  return {
      [&state](const Push& push) { return state.push(push); },
      [&state](const Broke&) { return state.broke(); },
      [&state](Restart& restart) { state.restart(std::move(restart.transform)); },
      [&state](const GiveUp&) { state.give_up(); },
      [&state](const Pull& pull) { return state.pull(pull); },
      [&state](const PullOver& over) { state.pull_over(over.pull); },
      [&state](const Abandon&) { state.abandon(); },
  };
}

void StreamState::start(StreamActor::pointer self, std::shared_ptr<StreamTransform> transform) {
  self_ = self;
  transform_ = std::move(transform);
}

caf::result<Pushed> StreamState::push(const Push& push) {
  using Verdict = Pushed::Verdict;
  if (ended_)
    return Pushed{Verdict::done};
  const auto before = buffered_.size();
  const auto status = push.last ? transform_->finish(buffered_) : transform_->feed(push.bytes, buffered_);
  touched_ = touched_ || buffered_.size() > before;
  const bool broken = status == StreamTransform::Status::failed;
  if (broken && !touched_)
    return Pushed{Verdict::untouched};
  if (broken || push.last) {
    ended_ = true;
    failed_ = broken;
    answer_puller();
    return Pushed{broken ? Verdict::failed : Verdict::done};
  }
  answer_puller();
  if (buffered_.size() < buffered_max)
    return Pushed{Verdict::more};
  pusher_ = self_->make_response_promise<Pushed>();
  return pusher_;
}

BrokeReply StreamState::broke() {
  if (touched_)
    give_up();
  return {!touched_};
}

void StreamState::give_up() {
  ended_ = failed_ = true;
  answer_puller();
}

caf::result<Pulled> StreamState::pull(const Pull& pull) {
  ++pulls_;
  if (!buffered_.empty() || ended_) {
    auto pulled = take();
    if (ended_)
      self_->quit();
    return pulled;
  }
  self_->delayed_send(self_, pull.patience, PullOver{pulls_});
  puller_ = self_->make_response_promise<Pulled>();
  return puller_;
}

void StreamState::pull_over(std::uint64_t pull) {
  if (pull == pulls_ && puller_.pending())
    std::exchange(puller_, {}).deliver(Pulled{});
}

void StreamState::abandon() {
  ended_ = failed_ = true;
  if (pusher_.pending())
    std::exchange(pusher_, {}).deliver(Pushed{Pushed::Verdict::done});
  buffered_.clear();
  answer_puller();
  self_->quit();
}

Pulled StreamState::take() {
  Pulled pulled{std::exchange(buffered_, {}), ended_, failed_};
  if (pusher_.pending())
    std::exchange(pusher_, {}).deliver(Pushed{Pushed::Verdict::more});
  return pulled;
}

void StreamState::answer_puller() {
  if (!puller_.pending() || (buffered_.empty() && !ended_))
    return;
  std::exchange(puller_, {}).deliver(take());
  if (ended_)
    self_->quit();
}

} // namespace geminid::actors
