#include "server/gateway/failover.hpp"

#include "actors/ask.hpp"
#include "server/translate/gemini_error.hpp"

#include <algorithm>
#include <random>

namespace geminid::gateway {
namespace {

double jitter() {
  static thread_local std::minstd_rand engine{std::random_device{}()};
  return std::uniform_real_distribution<double>{0, 1}(engine);
}

Failure client_gone() {
  return no_room(actors::NoRoom::cancelled, {}, Instant::max(), {});
}

} // namespace

Failover::Failover(Gateway& gateway, UpstreamRequest request, Fallbacks fallbacks)
    : gateway_(gateway), fallbacks_(std::move(fallbacks)), deadline_(gateway.now() + gateway.config->wait_max),
      pause_(gateway.io) {
  take_up(std::move(request));
}

Failover::Failover(Gateway& gateway, UpstreamRequest request, PinnedKey pinned)
    : Failover(gateway, std::move(request)) {
  pinned_ = std::move(pinned);
}

Failover::~Failover() = default;

void Failover::take_up(UpstreamRequest request) {
  request_ = std::move(request);
  gateway_.findings.apply(request_.model, request_.body, gateway_.parser, gateway_.now());
  preferred_ = gateway_.config->affinity ? gateway_.affinity.find(request_.conversation) : std::nullopt;
  retries_ = {};
  tried_.clear();
  mendings_.clear();
  told_.reset();
  told_by_upstream_ = false;
}

net::Task<Result<Done, Failure>> Failover::open() {
  for (;;) {
    auto failure = co_await lease();
    if (failure) {
      const bool fell_back = co_await fall_back(*failure);
      if (fell_back)
        continue;
    }
    if (!failure)
      failure = co_await attempt();
    if (failure)
      co_return std::move(*failure);
    if (call_)
      co_return Done{};
  }
}

// Nothing: `call_` has an answer to read, or is gone and another attempt may be made.
net::Task<std::optional<Failure>> Failover::attempt() {
  attempt_began_ = gateway_.now();
  call_ = gateway_.upstream.call();
  upstream::Request request;
  request.target = request_.target;
  request.api_key = lease_->secret();
  request.body = request_.body;
  request.head_timeout = gateway_.timeouts.upstream_head;
  if (const auto& origin = request_.origin; !origin.traceparent.empty()) {
    request.headers.emplace_back("traceparent", origin.traceparent);
    if (!origin.tracestate.empty())
      request.headers.emplace_back("tracestate", origin.tracestate);
  }
  const auto head = co_await call_->send(std::move(request));
  if (!head)
    co_return co_await broke(head.error());
  if (head->status == 200) {
    learn_from_mendings();
    co_return std::nullopt;
  }
  const auto body = co_await call_->read_all(upstream_error_bytes_max);
  auto error = translate::parse_gemini_error(body ? std::string_view{*body} : std::string_view{}, gateway_.parser);
  error.http_status = head->status;
  co_return co_await was_refused(std::move(error));
}

void Failover::learn_from_mendings() {
  for (auto& mending : std::exchange(mendings_, {})) {
    if (mending.field == policy::RefusedField::signatures)
      for (const auto& key : std::exchange(request_.recalled, {})) // or each of its turns would be refused once
        gateway_.signatures.forget(key);
    gateway_.findings.note(request_.model, mending.field, std::move(mending.removed), gateway_.now());
  }
}

net::Task<std::optional<Failure>> Failover::lease() {
  // A key actor that died on the way answers with an error; its successor may serve.
  for (int deaths = 0; deaths < 3; ++deaths) {
    if (cancelled_)
      co_return client_gone();
    ticket_ = gateway_.next_ticket++;
    actors::AcquireLease want{request_.model, request_.tokens, request_.user, ticket_, deadline_, tried_, preferred_};
    if (pinned_)
      want.only = pinned_->slot;
    auto reply = co_await actors::ask(gateway_.port, gateway_.dispatcher, std::move(want));
    ticket_ = 0;
    if (!reply)
      continue;
    if (cancelled_)
      co_return client_gone();
    if (!reply->lease)
      co_return refused_by_pool(*reply);
    if (pinned_ && reply->lease->key_id() != pinned_->id) // the slot has been given to another key
      co_return no_room(actors::NoRoom::no_keys, request_.model, Instant::max(), gateway_.now());
    lease_ = std::move(reply->lease);
    tried_.push_back(lease_->slot());
    co_return std::nullopt;
  }
  co_return no_room(actors::NoRoom::storage_failed, request_.model, Instant::max(), gateway_.now());
}

Failure Failover::refused_by_pool(const actors::LeaseReply& reply) {
  // That every key was tried says less than what the last of them was told.
  if (told_ && (told_by_upstream_ || (reply.cause == actors::NoRoom::busy && reply.retry_at <= gateway_.now())))
    return std::move(*told_);
  return no_room(reply.cause, request_.model, reply.retry_at, gateway_.now());
}

net::Task<bool> Failover::fall_back(const Failure& failure) {
  if (!failure.another_model_may_serve)
    co_return false;
  while (fallbacks_tried_ < fallbacks_.models.size() && !cancelled_) {
    auto request = co_await fallbacks_.request_for(fallbacks_.models[fallbacks_tried_++]);
    if (request && !cancelled_) {
      take_up(std::move(*request));
      co_return true;
    }
  }
  co_return false;
}

// Once for each field; the same key is asked again, which has done nothing wrong.
bool Failover::mend(policy::RefusedField field) {
  const bool again = std::any_of(mendings_.begin(), mendings_.end(), [&](const auto& m) { return m.field == field; });
  if (again || !lease_)
    return false;
  auto mended = translate::mended(request_.body, field, translate::model_traits(request_.model), gateway_.parser);
  if (!mended)
    return false;
  request_.body = std::move(mended->body);
  mendings_.push_back({field, std::move(mended->removed)});
  preferred_ = lease_->slot();
  std::erase(tried_, lease_->slot());
  return true;
}

net::Task<std::optional<Failure>> Failover::broke(upstream::Fault fault) {
  actors::LeaseOutcome outcome;
  outcome.kind =
      upstream::before_request(fault) ? actors::LeaseOutcome::Kind::unused : actors::LeaseOutcome::Kind::inconclusive;
  outcome.error = cancelled_ ? "" : upstream::to_string(fault);
  record(0, upstream::to_string(fault), upstream::to_string(fault));
  co_await settle_before_next(std::move(outcome));
  if (cancelled_)
    co_return client_gone();
  told_by_upstream_ = true;
  const policy::AttemptFailure failure{};
  auto told = wire_fault(fault);
  co_return co_await next(failure, std::move(told));
}

net::Task<std::optional<Failure>> Failover::was_refused(policy::UpstreamError error) {
  const auto now = gateway_.now();
  auto reading = policy::read_refusal(error, now);
  const auto message = redacted(error.message); // while the lease is still there to tell its secret
  const auto refusal = reading.refusal;
  record(error.http_status, policy::to_string(refusal), reading.reason);
  const bool mended = reading.field && mend(*reading.field);
  if (policy::blames_key(refusal))
    log_refused_key(refusal, reading.reason);
  const bool of_key = policy::blames_key(refusal) || policy::blames_quota(refusal);
  actors::LeaseOutcome outcome;
  outcome.kind = of_key ? actors::LeaseOutcome::Kind::refused : actors::LeaseOutcome::Kind::inconclusive;
  outcome.reading = std::move(reading);
  auto told = gateway::refused(refusal, message, request_.model);
  if (refusal == policy::Refusal::client_fault && error.http_status == 413)
    told.error.status = 413;
  if (of_key || told.error.status >= 500) // a client's mistake is no news of the key
    outcome.error = message.empty() ? outcome.reading.reason : message;
  co_await settle_before_next(std::move(outcome));
  if (mended && !cancelled_) {
    call_.reset();
    co_return std::nullopt;
  }
  told_by_upstream_ = !of_key;
  const policy::AttemptFailure failure{refusal};
  co_return co_await next(failure, std::move(told));
}

net::Task<std::optional<Failure>> Failover::next(policy::AttemptFailure failure, Failure told) {
  call_.reset();
  told_ = std::move(told);
  policy::note_failure(retries_, failure);
  if (pinned_)
    co_return std::move(told_);
  const auto pause = policy::next_attempt(retries_, failure, {gateway_.config->attempts_max}, jitter());
  if (pause)
    co_return co_await wait(*pause);
  const bool fell_back = co_await fall_back(*told_);
  if (fell_back)
    co_return std::nullopt;
  co_return std::move(told_);
}

net::Task<std::optional<Failure>> Failover::wait(Duration pause) {
  if (pause > Duration{0}) {
    pause_.expires_after(pause);
    co_await pause_.async_wait(net::as_tuple);
  }
  if (cancelled_)
    co_return client_gone();
  co_return std::nullopt;
}

void Failover::remember(const translate::SignedCall& call) {
  gateway_.signatures.remember(SignatureCache::key(request_.user, call.id, call.function),
                               translate::model_traits(request_.model).generation, call.signature, gateway_.now());
}

void Failover::served(const translate::Usage& usage) {
  if (lease_)
    gateway_.affinity.remember(request_.next_conversation, lease_->slot());
  actors::LeaseOutcome outcome;
  outcome.kind = actors::LeaseOutcome::Kind::served;
  if (usage.known)
    outcome.prompt_tokens = usage.prompt + usage.tool_prompt;
  outcome.completion_tokens = usage.candidates + usage.thoughts;
  record(200, {}, {}, usage);
  settle(std::move(outcome));
}

void Failover::broke_late(const translate::Usage& usage, std::string_view error) {
  actors::LeaseOutcome outcome;
  outcome.kind = actors::LeaseOutcome::Kind::inconclusive;
  if (usage.known)
    outcome.prompt_tokens = usage.prompt + usage.tool_prompt;
  outcome.completion_tokens = usage.candidates + usage.thoughts;
  outcome.error = redacted(error);
  record(200, "broke_late", error, usage);
  settle(std::move(outcome));
}

std::optional<PinnedKey> Failover::key() const {
  return lease_ ? std::optional{PinnedKey{lease_->slot(), lease_->key_id()}} : std::nullopt;
}

bool Failover::may_ask_again() {
  call_.reset();
  tried_.pop_back();
  ++retries_.attempts;
  return !cancelled_ && !pinned_ && retries_.attempts < gateway_.config->attempts_max;
}

void Failover::cancel() {
  cancelled_ = true;
  if (ticket_ != 0)
    caf::anon_send(gateway_.dispatcher, actors::CancelWait{ticket_});
  if (call_)
    call_->cancel();
  fallbacks_.cancel();
  pause_.cancel();
}

// The next lease must be chosen by what this outcome changed.
net::Task<void> Failover::settle_before_next(actors::LeaseOutcome outcome) {
  const auto lease = std::exchange(lease_, nullptr);
  if (!lease)
    co_return;
  auto settlement = lease->settlement(std::move(outcome));
  const auto key = lease->key();
  // An error means that the key's actor has died; its successor starts from what is stored.
  (void)co_await actors::ask(gateway_.port, key, std::move(settlement));
}

void Failover::settle(actors::LeaseOutcome outcome) {
  if (auto lease = std::exchange(lease_, nullptr))
    lease->settle(std::move(outcome));
}

} // namespace geminid::gateway
