#include "tests/sim/behaviours.hpp"

#include <array>

namespace geminid::sim {
namespace {

using namespace std::chrono_literals;
using actors::BulkAction;
using actors::KeyConfig;

// ---- admins ----

void set_model_limits(Stage& stage, Clients&) {
  const auto& model = stage.random.pick(stage.models);
  const auto kind = stage.random.real();
  auto& limits = stage.rules.models[model].limits;
  if (kind < 0.3)
    limits = {};
  else if (kind < 0.7) // the right ones
    limits = Stage::as_settings(stage.google.limits(stage.random.pick(stage.projects), model));
  else
    limits = Stage::as_settings(stage.draw_limits());
  stage.set_rules();
}

void set_key_limits(Stage& stage, Clients&) {
  const auto secret = stage.any_key();
  if (secret.empty())
    return;
  const auto model = stage.random.pick(stage.models);
  policy::LimitSettings limits;
  if (stage.random.chance(0.6))
    limits = Stage::as_settings(stage.google.limits(stage.project_of.at(secret), model));
  if (stage.random.chance(0.1))
    limits.rpm = {policy::LimitSetting::Kind::unlimited, 0};
  stage.patch(secret, [model, limits](KeyConfig& config) { config.limits[model] = limits; });
}

void set_weight_and_priority(Stage& stage, Clients&) {
  const auto secret = stage.any_key();
  if (secret.empty())
    return;
  const auto weight = static_cast<double>(stage.random.between(1, 50)) / 10;
  const auto priority = static_cast<std::int32_t>(stage.random.between(0, 1));
  stage.patch(secret, [weight, priority](KeyConfig& config) {
    config.weight = weight;
    config.priority = priority;
  });
}

void set_strategy(Stage& stage, Clients&) {
  stage.rules.strategy = stage.random.chance(0.5) ? policy::Strategy::round_robin : policy::Strategy::least_used;
  stage.rules.protection_percent = stage.random.chance(0.7) ? 100 : 50;
  stage.set_rules();
}

void enable_or_disable(Stage& stage, Clients&) {
  const auto secret = stage.any_key();
  if (!secret.empty())
    stage.patch(secret, [enabled = stage.random.chance(0.7)](KeyConfig& config) { config.enabled = enabled; });
}

void enable_all(Stage& stage, Clients&) {
  for (const auto& secret : stage.books.secrets())
    if (!stage.books.config(secret)->enabled)
      stage.patch(secret, [](KeyConfig& config) { config.enabled = true; });
}

void move_project(Stage& stage, Clients&) {
  const auto secret = stage.any_key();
  if (secret.empty())
    return;
  const auto config = *stage.books.config(secret);
  const auto project = config.project.empty() ? stage.project_of.at(secret) : std::string{};
  stage.restless = true;
  stage.books.key_died(secret, stage.now());
  stage.patch(secret, [project](KeyConfig& changed) { changed.project = project; });
}

void add_key(Stage& stage, Clients&) {
  constexpr std::size_t keys_max = 14;
  if (stage.books.secrets().size() < keys_max)
    stage.add_key(stage.random.pick(stage.projects), stage.random.chance(0.5));
}

void remove_key(Stage& stage, Clients&) {
  const auto secrets = stage.books.secrets();
  if (secrets.size() < 4)
    return;
  const auto secret = stage.random.pick(secrets);
  stage.restless = true; // what is on its way to the key comes back as an error
  const auto id = stage.books.config(secret)->id;
  stage.books.key_died(secret, stage.now());
  stage.books.remove_key(secret);
  const auto answer = stage.world->post(stage.world->pool, actors::BulkKeys{{id}, std::nullopt, BulkAction::remove});
  stage.afterwards([&stage, secret, answer] {
    if (!answer->value)
      stage.fail("an admin who removed a key got no answer");
    if (!*answer->value) // the disk may be full
      stage.books.keep_key(secret);
  });
}

void reset_key(Stage& stage, Clients&) {
  const auto secret = stage.any_key();
  if (secret.empty())
    return;
  stage.books.forgive_all(secret);
  stage.afterwards([&stage, secret] {
    if (!stage.restless) // else the message may have been lost with its actor
      stage.books.trust_all(secret);
  });
  (void)stage.world->post(stage.world->pool,
                          actors::BulkKeys{{stage.books.config(secret)->id}, std::nullopt, BulkAction::reset});
}

void check_keys(Stage& stage, Clients&) {
  for (const auto& secret : stage.books.secrets()) {
    if (stage.google.fate(secret) != Google::KeyFate::works)
      continue;
    stage.books.forgive(secret);
    stage.afterwards([&stage, secret] {
      if (!stage.restless)
        stage.books.trust(secret);
    });
    caf::anon_send(caf::actor_cast<actors::KeyActor>(stage.key_actor(secret)), actors::CheckResult{});
  }
}

// ---- Google ----

void change_fate(Stage& stage, Clients&) {
  const auto secret = stage.any_key();
  if (secret.empty())
    return;
  const auto kind = stage.random.real();
  stage.google.set_fate(secret, kind < 0.25  ? Google::KeyFate::invalid
                                : kind < 0.5 ? Google::KeyFate::suspect
                                             : Google::KeyFate::works);
}

void mend_all(Stage& stage, Clients&) {
  for (const auto& secret : stage.books.secrets())
    stage.google.set_fate(secret, Google::KeyFate::works);
}

void change_tier(Stage& stage, Clients&) {
  static const std::vector<Google::Tier> tiers{Google::Tier::has,         Google::Tier::has,    Google::Tier::has,
                                               Google::Tier::not_in_tier, Google::Tier::closed, Google::Tier::missing};
  stage.google.set_tier(stage.random.pick(stage.projects), stage.random.pick(stage.models), stage.random.pick(tiers));
}

void change_true_limits(Stage& stage, Clients&) {
  stage.google.set_limits(stage.random.pick(stage.projects), stage.random.pick(stage.models), stage.draw_limits());
}

void limit_spending(Stage& stage, Clients&) {
  stage.google.spend_limited_until(stage.random.pick(stage.projects),
                                   stage.now() + stage.random.between(Duration{1min}, Duration{20min}),
                                   stage.random.chance(0.2));
}

void change_trouble(Stage& stage, Clients&) {
  stage.google.set_trouble(stage.random.chance(0.8) ? 0.03 : 0.6);
}

// ---- deaths ----

void kill_key(Stage& stage, Clients&) {
  const auto secret = stage.any_key();
  if (secret.empty())
    return;
  stage.restless = true;
  stage.books.key_died(secret, stage.now());
  caf::anon_send_exit(stage.key_actor(secret), caf::exit_reason::kill);
}

void kill_ledger(Stage& stage, Clients&) {
  if (stage.ledgers.empty())
    return;
  const auto chosen =
      std::next(stage.ledgers.begin(), stage.random.between(0, static_cast<std::int64_t>(stage.ledgers.size()) - 1));
  stage.restless = true;
  stage.books.owner_died("project:" + chosen->first, stage.now());
  for (const auto& secret : stage.books.secrets())
    if (stage.books.project(secret) == chosen->first)
      stage.books.key_died(secret, stage.now());
  caf::anon_send_exit(caf::actor_cast<caf::actor>(chosen->second), caf::exit_reason::kill);
  stage.ledgers.erase(chosen);
}

void kill_client(Stage&, Clients& clients) {
  clients.kill_one_waiting();
}

void fill_disk(Stage& stage, Clients&) {
  stage.restless = true;
  stage.books.disk_failed(stage.now());
  stage.world->set_disk_full(true);
  stage.afterwards([&stage] { stage.world->set_disk_full(false); });
}

constexpr std::array<Behaviour, 21> table{{
    {"set_model_limits", true, 4, set_model_limits},
    {"set_key_limits", true, 5, set_key_limits},
    {"set_weight_and_priority", true, 4, set_weight_and_priority},
    {"set_strategy", true, 2, set_strategy},
    {"enable_or_disable", true, 4, enable_or_disable},
    {"enable_all", true, 1, enable_all},
    {"move_project", true, 3, move_project},
    {"add_key", true, 2, add_key},
    {"remove_key", true, 2, remove_key},
    {"reset_key", true, 3, reset_key},
    {"check_keys", true, 2, check_keys},
    {"change_fate", false, 3, change_fate},
    {"mend_all", false, 1, mend_all},
    {"change_tier", false, 3, change_tier},
    {"change_true_limits", false, 1, change_true_limits},
    {"limit_spending", false, 1, limit_spending},
    {"change_trouble", false, 2, change_trouble},
    {"kill_key", false, 6, kill_key},
    {"kill_ledger", false, 4, kill_ledger},
    {"kill_client", false, 4, kill_client},
    {"fill_disk", false, 2, fill_disk},
}};

} // namespace

std::span<const Behaviour> behaviours() {
  return table;
}

void restart(Stage& stage, Clients& clients, bool gracefully) {
  auto& world = *stage.world;
  stage.note(gracefully ? "restart" : "crash");
  if (gracefully) {
    clients.end_all(true);
    world.run();
    stage.do_afterwards();
    stage.end_step();
    const auto settled = world.ask(world.pool, actors::Settle{});
    if (!settled->value || !*settled->value)
      stage.fail("the pool did not settle");
  }
  auto disk = std::make_shared<test::MemoryDisk>(*world.disk);
  if (!gracefully) {
    clients.read_answers(); // what was granted before the crash was sent
    clients.end_all(false);
  }
  const auto start = stage.now() + stage.random.between(Duration{100ms}, stage.random.chance(0.5) ? 5s : Duration{2h});
  stage.books.restart(gracefully, stage.now(), start);
  stage.replace_world(std::move(disk), start);
  stage.end_step();
}

} // namespace geminid::sim
