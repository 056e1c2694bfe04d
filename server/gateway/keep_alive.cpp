#include "server/gateway/keep_alive.hpp"

#include "actors/ask.hpp"
#include "server/log/log.hpp"

#include <algorithm>

namespace geminid::gateway {
namespace {

constexpr std::chrono::seconds patience{30};
constexpr std::size_t answer_bytes_max = 64 * 1024;
/// While nothing is due.
constexpr Duration sleep_max{24 * 3'600'000};

} // namespace

Instant next_keep_alive(Duration every, Instant last) {
  return every > Duration{0} ? last + every : Instant::max();
}

KeepAlive::KeepAlive(Gateway& gateway, actors::Alarm alarm, upstream::Client::Options options)
    : gateway_(gateway), alarm_(std::move(alarm)), client_(gateway.io, std::move(options)), task_(gateway.io) {}

void KeepAlive::start() {
  task_.start(run(), [](const std::exception_ptr& broken) {
    if (broken)
      log::error("the public address is not asked any more until the next start");
  });
}

net::Task<void> KeepAlive::stop() {
  caf::anon_send_exit(alarm_, caf::exit_reason::user_shutdown);
  co_await task_.stop();
  client_.close_idle();
}

void KeepAlive::reconsider() {
  caf::anon_send(alarm_, actors::WakeAll{});
}

net::Task<void> KeepAlive::run() {
  auto last = gateway_.now();
  for (;;) {
    const auto due = next_keep_alive(gateway_.config->keep_alive_every, last);
    if (const auto now = gateway_.now(); now < due) {
      const actors::Sleep sleep{due == Instant::max() ? sleep_max : std::min(sleep_max, due - now)};
      const auto awake = co_await actors::ask(gateway_.port, alarm_, sleep);
      if (!awake)
        co_return; // the process ends
      continue;
    }
    last = gateway_.now();
    auto outcome = co_await ask_self();
    note(std::move(outcome));
  }
}

net::Task<KeepAlive::Outcome> KeepAlive::ask_self() {
  Outcome outcome;
  outcome.at = gateway_.now();
  const auto call = client_.call();
  upstream::Request request;
  request.method = "GET";
  request.target = "/health";
  request.head_timeout = patience;
  const auto head = co_await call->send(std::move(request));
  if (!head) {
    outcome.error = upstream::to_string(head.error());
  } else {
    outcome.status = head->status;
    if (head->status < 200 || head->status > 299)
      outcome.error = "status " + std::to_string(head->status);
    (void)co_await call->read_all(answer_bytes_max); // so that the connection can be kept
  }
  outcome.took = gateway_.now() - outcome.at;
  co_return outcome;
}

// Said once, until it changes.
void KeepAlive::note(Outcome outcome) {
  const bool same = last_ && last_->error == outcome.error;
  if (!outcome.ok() && !same)
    log::warn("the public address does not answer")
        .with("status", outcome.status)
        .with("error", outcome.error)
        .with("ms", outcome.took.count());
  if (outcome.ok() && last_ && !last_->ok())
    log::info("the public address answers again").with("ms", outcome.took.count());
  last_ = std::move(outcome);
}

} // namespace geminid::gateway
