#include "tests/sim/stage.hpp"

namespace geminid::sim {
namespace {

using namespace std::chrono_literals;
using testing_support::ActorWorld;

using Maybe = std::optional<std::int64_t>;

// A few days before the clocks change in November, so that some runs see a day of 25 hours.
const Instant first_start = *parse_rfc3339("2026-10-30T15:00:00Z");

policy::LimitSetting setting(const Maybe& limit) {
  using Kind = policy::LimitSetting::Kind;
  return limit ? policy::LimitSetting{Kind::value, *limit} : policy::LimitSetting{};
}

actors::DispatcherLimits draw_dispatcher_limits(Random& random) {
  actors::DispatcherLimits limits;
  limits.waiting_max = random.chance(0.3) ? 20 : 10'000;
  limits.models_max = random.chance(0.3) ? 2 : 256;
  return limits;
}

} // namespace

Stage::Stage(std::uint64_t of_seed)
    : seed(of_seed), random(of_seed), limits(draw_dispatcher_limits(random)),
      books(limits.models_max >= models.size()) {
  rules.strategy = random.chance(0.5) ? policy::Strategy::round_robin : policy::Strategy::least_used;
  rules.strikes.failure_threshold = static_cast<std::uint32_t>(random.between(2, 5));
  const auto count = random.between(3, 6);
  for (std::int64_t i = 0; i < count; ++i)
    projects.push_back("project-" + std::to_string(i));
  for (const auto& model : models) {
    const auto usual = draw_limits();
    if (random.chance(0.5))
      rules.models[model].limits = as_settings(usual);
    for (const auto& project : projects)
      google.set_limits(project, model, random.chance(0.8) ? usual : draw_limits());
  }
  google.set_trouble(0.03);
  world = std::make_unique<ActorWorld>(first_start + random.between(0ms, 48h), rules, nullptr, limits);
  books.set_rules(rules);
  for (const auto& project : projects) {
    const bool named = random.chance(0.6);
    const auto keys = named ? random.between(1, 3) : 1;
    for (std::int64_t i = 0; i < keys; ++i)
      add_key(project, named);
  }
  world->run();
  end_step();
}

void Stage::fail(const std::string& what) const {
  auto text = "seed " + std::to_string(seed) + ", step " + std::to_string(step) + ", at " + to_rfc3339(now()) + ": " +
              what + "\nGEMINID_SIM_SEED=" + std::to_string(seed) + " replays it\nwhat befell last:";
  for (const auto& note : notes_)
    text += "\n  " + note;
  throw Violation(text);
}

void Stage::note(std::string what) {
  constexpr std::size_t notes_max = 25;
  notes_.push_back("step " + std::to_string(step) + ", " + to_rfc3339(now()) + ": " + std::move(what));
  if (notes_.size() > notes_max)
    notes_.pop_front();
}

void Stage::demand(const Objection& objection) const {
  if (objection)
    fail(*objection);
}

void Stage::set_rules() {
  caf::anon_send(world->pool, actors::NewRules{std::make_shared<const actors::Rules>(rules)});
  books.set_rules(rules);
}

void Stage::add_key(const std::string& project, bool named) {
  const auto secret = "secret-" + std::to_string(++keys_made_);
  google.set_key(secret, project);
  project_of[secret] = project;
  actors::KeyConfig like;
  like.weight = random.chance(0.5) ? 1 : static_cast<double>(random.between(1, 40)) / 10;
  like.priority = random.chance(0.8) ? 0 : 1;
  like.project = named ? project : "";
  const auto answer = world->ask(world->pool, actors::AddKeys{{secret}, like, false});
  if (!answer->value)
    fail("an admin who added a key got no answer");
  if (!*answer->value) { // the disk may be full
    if (!restless)
      fail("a key was not added");
    return;
  }
  books.add_key(secret, (*answer->value)->added.at(0).config);
  restless = true;
}

void Stage::patch(const std::string& secret, const std::function<void(actors::KeyConfig&)>& change) {
  auto config = *books.config(secret);
  const auto id = config.id;
  change(config);
  books.configure(secret, config);
  const auto answer = world->post(world->pool, actors::PatchKey{id, change});
  afterwards([this, id, change, answer] {
    if (!answer->value)
      fail("an admin got no answer about " + id);
    if (*answer->value)
      return;
    // Only who dies meanwhile or a full disk may refuse. Whether the change is in force is then unknown: the admin
    // insists.
    if (!restless)
      fail("an admin's change of " + id + " failed");
    world->set_disk_full(false);
    if (!*world->ask(world->pool, actors::PatchKey{id, change})->value)
      fail("an admin's change of " + id + " failed again");
  });
}

void Stage::do_afterwards() {
  for (auto& then : std::exchange(afterwards_, {}))
    then();
}

void Stage::end_step() {
  books.step_over();
  restless = false;
  ++step;
}

void Stage::replace_world(std::shared_ptr<test::MemoryDisk> disk, Instant start) {
  ledgers.clear();
  world.reset();
  world = std::make_unique<ActorWorld>(start, rules, std::move(disk), limits);
}

caf::actor Stage::key_actor(const std::string& secret) {
  const auto borrowed = world->ask(world->pool, actors::BorrowKey{books.config(secret)->id});
  return caf::actor_cast<caf::actor>((*borrowed->value)->key);
}

TrueLimits Stage::draw_limits() {
  static const std::vector<Maybe> rpm{2, 5, 10, 15, 60, 150, 300, std::nullopt};
  static const std::vector<Maybe> tpm{20'000, 100'000, 250'000, 1'000'000, std::nullopt};
  static const std::vector<Maybe> rpd{20, 250, 1'000, 1'500, 5'000, 10'000, std::nullopt};
  return {random.pick(rpm), random.pick(tpm), random.pick(rpd)};
}

policy::LimitSettings Stage::as_settings(const TrueLimits& of) {
  return {setting(of.rpm), setting(of.tpm), setting(of.rpd)};
}

std::string Stage::any_key() {
  const auto secrets = books.secrets();
  if (secrets.empty())
    return "";
  const auto& secret = random.pick(secrets);
  note("  with " + books.config(secret)->id + " of " + Books::owner(*books.config(secret)));
  return secret;
}

} // namespace geminid::sim
