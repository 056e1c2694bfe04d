// What clients are told, held against the books.
#include "tests/sim/clients.hpp"

#include <algorithm>
#include <set>

namespace geminid::sim {
namespace {

using namespace std::chrono_literals;
using actors::NoRoom;

constexpr int deaths_max = 3;

std::string name_of(NoRoom cause) {
  constexpr std::array<std::string_view, 10> names{"no_keys",   "unavailable",   "exhausted", "busy",
                                                   "too_large", "throttled",     "location",  "queue_full",
                                                   "cancelled", "storage_failed"};
  return std::string{names.at(static_cast<std::size_t>(cause))};
}

} // namespace

// Leases first: at the end of the step no refusal may stand while there is room left.
void Clients::read_answers() {
  auto answers = std::exchange(answers_, {});
  std::stable_partition(answers.begin(), answers.end(),
                        [](const Answer& answer) { return answer.reply && answer.reply->lease; });
  for (auto& answer : answers)
    read(answer);
}

void Clients::read(Answer& answer) {
  const auto found = clients_.find(answer.id);
  if (found == clients_.end())
    return;
  auto& client = found->second;
  client.asker = nullptr;
  if (!answer.reply) {
    if (!stage_.restless)
      stage_.fail("a request was answered with an error although nobody died");
    stage_.books.lost(client.model, client.estimate, stage_.now());
    client.state = State::pausing;
    if (++client.deaths > deaths_max || client.gone)
      clients_.erase(found);
    else
      later(0ms, Deed::ask, answer.id);
    return;
  }
  if (answer.reply->lease) {
    client.lease = std::move(answer.reply->lease);
    granted(answer.id, client, answer.by);
    return;
  }
  turned_away(client, *answer.reply);
  clients_.erase(found);
}

void Clients::granted(Id id, Client& client, const caf::strong_actor_ptr& by) {
  auto& random = stage_.random;
  const auto& lease = *client.lease;
  ++tally_.granted;
  auto [booking, objection] =
      stage_.books.book(lease.secret(), owner_of(lease, by), client.model, client.estimate, stage_.now());
  stage_.demand(objection);
  if (std::find(client.excluded.begin(), client.excluded.end(), lease.slot()) != client.excluded.end())
    stage_.fail("a request got a key again that had failed it");
  client.booking = std::move(booking);
  client.owner = by;
  client.excluded.push_back(lease.slot());
  client.tried.push_back(lease.secret());
  client.state = State::holding;
  if (client.gone) {
    give_back(client);
    clients_.erase(id);
    return;
  }
  client.will_not_send = random.chance(0.03);
  if (client.will_not_send) {
    later(random.between(Duration{0}, Duration{20s}), Deed::finish, id);
    return;
  }
  client.verdict = stage_.google.answer(lease.secret(), client.model, client.tokens, stage_.now(), random);
  const bool served = client.verdict.kind == Verdict::Kind::served;
  const auto takes = !served ? random.between(Duration{30ms}, Duration{500ms})
                             : random.until_next(random.chance(0.02) ? Duration{2min} : Duration{2s});
  later(takes, Deed::finish, id);
}

Books::Ears Clients::ears(const Client& client) {
  const auto lives = [](const caf::strong_actor_ptr& actor) {
    return !actor->get()->getf(caf::abstract_actor::is_terminated_flag);
  };
  return {lives(caf::actor_cast<caf::strong_actor_ptr>(client.lease->key())), lives(client.owner)};
}

// Who answers is who counts: a key for itself, or the ledger of its project.
std::string Clients::owner_of(const actors::Lease& lease, const caf::strong_actor_ptr& by) {
  if (by == caf::actor_cast<caf::strong_actor_ptr>(lease.key()))
    return lease.key_id();
  for (const auto& [project, ledger] : stage_.ledgers)
    if (ledger == by)
      return "project:" + project;
  const auto project = stage_.books.project(lease.secret());
  stage_.ledgers[project] = by;
  return "project:" + project;
}

void Clients::turned_away(Client& client, const actors::LeaseReply& reply) {
  ++tally_.turned_away[name_of(reply.cause)];
  if (reply.cause == NoRoom::storage_failed)
    stage_.books.lost(client.model, client.estimate, stage_.now()); // a block that was to cover it may yet be written
  // A full queue is reason enough, even while the dispatcher only waits to hear of the keys.
  if (client.gone || reply.cause == NoRoom::queue_full)
    return;
  if (reply.cause != NoRoom::cancelled && (stage_.restless || !zombies_.empty()))
    return;
  // Who waits for nothing may find room taken by a request that is on its way to a key and is then not granted.
  if (reply.cause == NoRoom::busy && client.deadline <= stage_.now() && asked_[client.model] > 1)
    return;
  if (reply.cause == NoRoom::cancelled || reply.cause == NoRoom::storage_failed)
    stage_.fail("a request was refused without reason: " + name_of(reply.cause));
  if (const auto room = stage_.books.room(client.model, client.estimate, client.tried, stage_.now()))
    stage_.fail("a request of " + std::to_string(client.estimate) + " tokens of " + client.model +
                " was turned away (" + name_of(reply.cause) + ") although a key had room: " + *room);
}

void Clients::check_waiting() {
  const auto now = stage_.now();
  asked_.clear();
  std::erase_if(zombies_, [now](Instant until) { return until < now; });
  std::set<std::string> full; // models for which no key has room for even one token
  for (const auto& [id, client] : clients_) {
    if (client.state != State::waiting)
      continue;
    if (now > longest_wait(client))
      stage_.fail("a request waits longer than its patience");
    if (full.contains(client.model))
      continue;
    if (!stage_.books.room(client.model, 1, {}, now))
      full.insert(client.model);
    else if (const auto room = stage_.books.room(client.model, client.estimate, client.tried, now))
      stage_.fail("a request of " + std::to_string(client.estimate) + " tokens of " + client.model + " waits since " +
                  to_rfc3339(client.asked_at) + " although a key has room: " + *room);
  }
}

void Clients::check_reading(const Verdict& verdict, const policy::RefusalReading& reading) const {
  // Of several violations the one that lasts longest is meant.
  if (verdict.error.violations.size() < 2 && reading.refusal != verdict.meaning)
    stage_.fail("a refusal was read as " + std::string{policy::to_string(reading.refusal)} + " instead of " +
                std::string{policy::to_string(verdict.meaning)});
  if (!(reading.learned == verdict.named))
    stage_.fail("the limits that a refusal named were not learned");
  if (reading.refusal == policy::Refusal::day_limit && reading.until != next_midnight_in_los_angeles(stage_.now()))
    stage_.fail("a day's limit was read to end at " + to_rfc3339(*reading.until));
}

} // namespace geminid::sim
