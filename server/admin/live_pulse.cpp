#include "server/admin/live_pulse.hpp"

#include "actors/ask.hpp"
#include "server/admin/answers.hpp"
#include "server/admin/circuits_api.hpp"
#include "server/admin/event_hub.hpp"
#include "server/log/log.hpp"
#include "shared/live_dto.hpp"

namespace geminid::admin {

void LivePulse::wake() {
  if (task_.running())
    return;
  task_.start(run(), [](const std::exception_ptr& broken) {
    if (broken)
      log::error("the dashboard's live events have stopped; the next listener starts them again");
  });
}

net::Task<void> LivePulse::run() {
  told_ = *admin_.gateway.counts;
  told_at_ = admin_.gateway.now();
  bool awake = true;
  for (bool first = true; awake && admin_.events->listened(); first = false) {
    co_await tell_circuits(first);
    co_await tell_counts();
    awake = co_await sleep();
  }
}

net::Task<bool> LivePulse::sleep() {
  const actors::Sleep sleep{period};
  const auto awake = co_await actors::ask(admin_.gateway.port, alarm_, sleep);
  co_return static_cast<bool>(awake);
}

net::Task<void> LivePulse::tell_counts() {
  const auto& gateway = admin_.gateway;
  const actors::GetQueueDepth get_depth;
  const auto waiting = co_await actors::ask(gateway.port, gateway.dispatcher, get_depth);
  const actors::PoolStatus get_status;
  const auto pool = co_await actors::ask(gateway.port, gateway.pool, get_status);
  dto::Pulse pulse;
  if (pool)
    for (std::size_t state = 0; state < pool->by_state.size(); ++state)
      pulse.keys[std::string{to_string(static_cast<actors::KeyState>(state))}] =
          static_cast<std::int64_t>(pool->by_state[state]);
  const auto before = std::exchange(told_, *gateway.counts);
  const auto since = [](auto now, auto then) { return static_cast<std::int64_t>(now - then); };
  pulse.since = std::exchange(told_at_, gateway.now());
  pulse.at = told_at_;
  pulse.requests = since(told_.requests, before.requests);
  pulse.failures = since(told_.failures, before.failures);
  pulse.attempts = since(told_.attempts, before.attempts);
  pulse.prompt_tokens = since(told_.prompt_tokens, before.prompt_tokens);
  pulse.completion_tokens = since(told_.completion_tokens, before.completion_tokens);
  pulse.waiting = waiting ? static_cast<std::int64_t>(*waiting) : 0;
  pulse.circuits = static_cast<std::int64_t>(circuits_.size());
  admin_.events->pulse(dto::to_json(pulse));
}

// Those that are open already when the first listener comes are no news.
net::Task<void> LivePulse::tell_circuits(bool first) {
  const auto open = co_await shared_circuits(admin_);
  if (!open)
    co_return;
  CircuitStates states;
  for (const auto& circuit : *open) {
    const std::pair name{std::string{to_string(circuit.scope)}, circuit.subject};
    const std::string state{to_string(circuit.state)};
    states[name] = state;
    const auto before = circuits_.find(name);
    if (!first && (before == circuits_.end() || before->second != state))
      admin_.events->publish("circuit", dto::to_json(circuit));
  }
  for (const auto& [name, state] : std::exchange(circuits_, states)) {
    if (first || states.contains(name))
      continue;
    json closed = json::object();
    closed["scope"] = name.first;
    closed["subject"] = name.second;
    closed["state"] = "closed";
    admin_.events->publish("circuit", closed);
  }
}

} // namespace geminid::admin
