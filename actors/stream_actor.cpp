#include "actors/stream_actor.hpp"

#include <algorithm>
#include <utility>

namespace geminid::actors {

StreamActor::behavior_type stream_actor(StreamActor::stateful_pointer<StreamState> self,
                                        std::vector<std::shared_ptr<StreamTransform>> transforms) {
  auto& state = self->state;
  state.start(self, std::move(transforms));
  return {
      [&state](const Push& push) { return state.push(push); },
      [&state](const Broke& broke) { return state.broke(broke.source); },
      [&state](Restart& restart) { state.restart(restart); },
      [&state](const Conclude& conclude) { state.conclude(conclude.source); },
      [&state](const GiveUp&) { state.give_up(); },
      [&state](const Pull& pull) { return state.pull(pull); },
      [&state](const LookAtPull&) { state.look_at_pull(); },
      [&state](const Abandon&) { state.abandon(); },
  };
}

void StreamState::start(StreamActor::pointer self, std::vector<std::shared_ptr<StreamTransform>> transforms) {
  self_ = self;
  for (auto& transform : transforms)
    sources_.push_back(Feed{std::move(transform)});
}

caf::result<Pushed> StreamState::push(const Push& push) {
  using Verdict = Pushed::Verdict;
  auto& source = sources_[push.source];
  if (ended_)
    return Pushed{Verdict::done};
  const auto before = buffered_.size();
  const auto status = push.last ? source.transform->finish(buffered_) : source.transform->feed(push.bytes, buffered_);
  source.touched = source.touched || buffered_.size() > before;
  if (status == StreamTransform::Status::failed) {
    if (!source.touched)
      return Pushed{Verdict::untouched};
    give_up();
    return Pushed{Verdict::failed};
  }
  if (status == StreamTransform::Status::held) {
    answer_puller();
    return Pushed{Verdict::held};
  }
  if (push.last) {
    end(source);
    return Pushed{Verdict::done};
  }
  answer_puller();
  if (buffered_.size() < buffered_max)
    return Pushed{Verdict::more};
  source.pusher = self_->make_response_promise<Pushed>();
  return source.pusher;
}

void StreamState::conclude(Source source) {
  if (ended_)
    return;
  sources_[source].transform->conclude(buffered_);
  end(sources_[source]);
}

void StreamState::end(Feed& source) {
  source.ended = true;
  ended_ = std::all_of(sources_.begin(), sources_.end(), [](const Feed& each) { return each.ended; });
  answer_puller();
}

BrokeReply StreamState::broke(Source source) {
  const bool touched = sources_[source].touched;
  if (touched)
    give_up();
  return {!touched};
}

void StreamState::give_up() {
  ended_ = failed_ = true;
  answer_puller();
}

caf::result<Pulled> StreamState::pull(const Pull& pull) {
  if (!buffered_.empty() || ended_) {
    auto pulled = take();
    if (ended_)
      self_->quit();
    return pulled;
  }
  const auto now = self_->clock().now();
  pull_over_at_ = now + pull.patience;
  if (!watching_pull_)
    watch_pull(now);
  puller_ = self_->make_response_promise<Pulled>();
  return puller_;
}

// One look at a time and not one for each chunk: it stays in the clock until its time has come.
void StreamState::watch_pull(caf::actor_clock::time_point now) {
  watching_pull_ = true;
  self_->delayed_send(self_, pull_over_at_ - now, LookAtPull{});
}

void StreamState::look_at_pull() {
  watching_pull_ = false;
  if (!puller_.pending())
    return;
  if (const auto now = self_->clock().now(); now < pull_over_at_)
    return watch_pull(now);
  std::exchange(puller_, {}).deliver(Pulled{});
}

void StreamState::abandon() {
  ended_ = failed_ = true;
  release_pushers(Pushed::Verdict::done);
  buffered_.clear();
  answer_puller();
  self_->quit();
}

Pulled StreamState::take() {
  Pulled pulled{std::exchange(buffered_, {}), ended_, failed_};
  release_pushers(Pushed::Verdict::more);
  return pulled;
}

void StreamState::release_pushers(Pushed::Verdict verdict) {
  for (auto& source : sources_)
    if (source.pusher.pending())
      std::exchange(source.pusher, {}).deliver(Pushed{verdict});
}

void StreamState::answer_puller() {
  if (!puller_.pending() || (buffered_.empty() && !ended_))
    return;
  std::exchange(puller_, {}).deliver(take());
  if (ended_)
    self_->quit();
}

} // namespace geminid::actors
