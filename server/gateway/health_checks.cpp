#include "server/gateway/health_checks.hpp"

#include "actors/ask.hpp"
#include "server/gateway/key_check.hpp"
#include "server/log/log.hpp"

#include <algorithm>

namespace geminid::gateway {
namespace {

/// How often the settings are looked at: an admin's change takes effect within it.
constexpr Duration settings_looked_at{60'000};
constexpr Duration pause_max{1'000};

} // namespace

void HealthChecks::start() {
  task_.start(run(), [](const std::exception_ptr& broken) {
    if (broken)
      log::error("the keys are not checked any more until the next start");
  });
}

net::Task<void> HealthChecks::stop() {
  caf::anon_send_exit(alarm_, caf::exit_reason::user_shutdown);
  co_await task_.stop();
}

net::Task<void> HealthChecks::run() {
  auto last = gateway_.now();
  while (co_await sleep(settings_looked_at)) {
    const auto every = gateway_.config->health_check_every;
    if (every == Duration{0} || gateway_.now() < last + every)
      continue;
    last = gateway_.now();
    if (!co_await check_all())
      co_return;
  }
}

// False when the alarm has ended, and with it the process.
net::Task<bool> HealthChecks::sleep(Duration time) {
  const actors::Sleep sleep{time};
  const auto awake = co_await actors::ask(gateway_.port, alarm_, sleep);
  co_return static_cast<bool>(awake);
}

net::Task<std::vector<std::string>> HealthChecks::enabled_keys() {
  std::vector<std::string> ids;
  actors::ListKeys list;
  list.limit = 1000;
  for (bool more = true; more;) {
    const auto page = co_await actors::ask(gateway_.port, gateway_.pool, list);
    more = page && page->more && !page->keys.empty();
    if (!page)
      break;
    for (const auto& key : page->keys)
      if (key.state != actors::KeyState::disabled)
        ids.push_back(key.config.id);
    if (more)
      list.after = page->keys.back().config.id;
  }
  co_return ids;
}

// One after another, spread over the first half of the interval: no burst from one address.
net::Task<bool> HealthChecks::check_all() {
  const auto ids = co_await enabled_keys();
  if (ids.empty())
    co_return true;
  const auto half = gateway_.config->health_check_every / 2;
  const auto pause = std::min(pause_max, half / static_cast<std::int64_t>(ids.size()));
  for (const auto& id : ids) {
    co_await check_key(gateway_, id);
    if (!co_await sleep(pause))
      co_return false;
  }
  co_return true;
}

} // namespace geminid::gateway
