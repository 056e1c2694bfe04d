#include "actors/user_actor.hpp"

#include "actors/gather.hpp"
#include "actors/user_pass.hpp"

#include <algorithm>

namespace geminid::actors {

UserActor::behavior_type user_actor(UserActor::stateful_pointer<UserActorState> self, UserActorStart start) {
  auto& state = self->state;
  state.start(self, std::move(start));
  return {
      [&state](const AdmitUser& wish) { return state.admit(wish); },
      [&state](const PassEnded& ended) { state.pass_ended(ended); },
      [&state](const NewUserLimits& news) { state.new_limits(news.limits); },
      [&state](const GetUserStanding&) { return state.standing(); },
      [&state](const UserTick&) { state.tick(); },
      [&state](const FlushTotals&) { return state.flush(); },
  };
}

void UserActorState::start(UserActor::pointer self, UserActorStart start) {
  self_ = self;
  deps_.emplace(std::move(start));
  last_used_ = advance();
  spend_.budget(deps_->limits.token_budget);
  const auto key = std::string{user_quota_prefix} + deps_->id;
  // Nothing is decided before the day's count is known. When it can't be read, the actor dies: the request is refused,
  // and the next one tries again.
  self_->request(deps_->storage, caf::infinite, Scan{key}).await([this, key](const Scanned& stored) {
    for (const auto& entry : stored.entries)
      if (entry.key == key)
        quota_ = quota_from_record(entry, last_used_);
    spend_.stored(quota_.spent);
  });
}

caf::result<AdmitReply> UserActorState::admit(const AdmitUser& wish) {
  ++handled_;
  const auto now = advance();
  touch(now);
  const auto admitted = policy::admit(quota_, deps_->limits, wish.tokens, now);
  AdmitReply reply{{}, {}, policy::allowances(quota_, deps_->limits, now)};
  if (!admitted) {
    reply.overrun = admitted.error();
    return reply;
  }
  journal_.extend(deps_->limits.rpd);
  if (spend_.behind())
    write_spent();
  if (journal_.covered() && spend_.covered()) {
    reply.pass = std::make_shared<UserPass>(UserActor{self_}, *admitted);
    return reply;
  }
  auto promise = self_->make_response_promise<AdmitReply>();
  const auto both = std::make_shared<Gather>(2, [this, promise, reply, reservation = *admitted](bool ok) mutable {
    if (ok)
      reply.pass = std::make_shared<UserPass>(UserActor{self_}, reservation);
    else
      policy::withdraw(quota_, reservation);
    promise.deliver(std::move(reply));
  });
  const auto arrived = [both](bool ok) { both->arrived(ok); };
  if (journal_.covered())
    arrived(true);
  else
    journal_.when_covered(arrived);
  if (spend_.covered())
    arrived(true);
  else
    spend_.when_covered(arrived);
  return promise;
}

void UserActorState::pass_ended(const PassEnded& ended) {
  const auto now = advance();
  touch(now);
  policy::end(quota_, ended.reservation, ended.prompt_tokens, ended.completion_tokens);
  if (spend_.behind())
    write_spent();
}

void UserActorState::new_limits(const policy::UserLimits& limits) {
  deps_->limits = limits;
  spend_.budget(limits.token_budget);
}

UserStanding UserActorState::standing() {
  ++handled_;
  const auto now = advance();
  arm(now); // being looked at is no use
  return {quota_.minute.requests(), quota_.minute.tokens(), quota_.day.used,
          quota_.concurrent,        quota_.spent,           policy::allowances(quota_, deps_->limits, now)};
}

void UserActorState::tick() {
  armed_ = false;
  const auto now = advance();
  if (quota_.concurrent > 0 || journal_.writing())
    touch(now);
  else if (now < last_used_ + idle_after)
    arm(now);
  else
    rest();
}

caf::result<Committed> UserActorState::flush() {
  auto promise = self_->make_response_promise<Committed>();
  persist(journal_.close(), spend_.close(), [promise](bool ok) mutable {
    if (ok)
      promise.deliver(Committed{});
    else
      promise.deliver(caf::make_error(caf::sec::runtime_error));
  });
  return promise;
}

Instant UserActorState::advance() {
  const auto now = deps_->time.at(self_->clock().now());
  policy::advance(quota_, now);
  return now;
}

void UserActorState::touch(Instant now) {
  last_used_ = now;
  arm(now);
}

void UserActorState::arm(Instant now) {
  if (std::exchange(armed_, true))
    return;
  self_->delayed_send(self_, std::max(Duration{0}, last_used_ + idle_after - now), UserTick{});
}

// A record that failed leaves a higher count on disk: too much, never too little.
void UserActorState::rest() {
  const auto tell = [this, handled = handled_](bool) {
    self_->send(deps_->directory, UserIdle{deps_->id, UserActor{self_}, handled});
  };
  persist(journal_.close(), spend_.close(), tell);
}

void UserActorState::persist(std::int64_t day_reserved, std::int64_t spent, DayJournal::Done done) {
  Commit commit;
  commit.writes.push_back(counts_record(deps_->id, quota_, day_reserved, spent));
  const auto written = [this, spent, done](bool ok) {
    done(ok);
    spend_.written(spent, ok);
  };
  self_->request(deps_->storage, caf::infinite, std::move(commit))
      .then([written](const Committed&) { written(true); }, [written](const caf::error&) { written(false); });
}

void UserActorState::write_spent() {
  persist(journal_.promise(), spend_.promise(), [](bool) {});
}

} // namespace geminid::actors
