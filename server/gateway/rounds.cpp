#include "server/gateway/rounds.hpp"

#include "server/log/log.hpp"
#include "server/translate/continuation.hpp"

namespace geminid::gateway {
namespace {

constexpr std::size_t slip_bytes_max = 300; // it may quote the whole answer

} // namespace

net::Task<bool> Rounds::next(translate::AnswerEnd end, translate::Usage usage) {
  using Kind = translate::AnswerEnd::Kind;
  key_ = failover_->key();
  former_model_ = failover_->model();
  failover_->served(usage);
  if (!end.slip.empty())
    log::warn("the model slipped")
        .with("request", failover_->request().origin.request_id)
        .with("model", failover_->model())
        .with("said", std::string_view{end.slip}.substr(0, slip_bytes_max));
  if (end.kind == Kind::whole)
    co_return false;
  if (end.kind == Kind::futile) {
    if (asked_again_ || !failover_->may_ask_again())
      co_return false;
    asked_again_ = true;
  } else if (!go_on(end.token)) {
    co_return false;
  }
  const auto opened = co_await failover_->open();
  settled_ = !opened.ok();
  co_return opened.ok();
}

bool Rounds::settle_for_former() {
  return settled_ = asked_again_ || continues();
}

bool Rounds::go_on(std::string_view token) {
  if (!key_ || failover_->cancelled() || continuations_ == continuations_max)
    return false;
  if (!begun_)
    begun_ = failover_->request();
  auto request = *begun_;
  request.body = translate::continuation_request(begun_->body, token);
  earlier_ = attempts();
  failover_ = std::make_unique<Failover>(gateway_, std::move(request), std::move(*key_));
  ++continuations_;
  return true;
}

std::vector<AttemptRecord> Rounds::attempts() const {
  auto all = earlier_;
  const auto& present = failover_->attempts();
  all.insert(all.end(), present.begin(), present.end());
  return all;
}

} // namespace geminid::gateway
