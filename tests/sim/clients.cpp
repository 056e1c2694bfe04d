#include "tests/sim/clients.hpp"

#include <algorithm>

namespace geminid::sim {
namespace {

using namespace std::chrono_literals;
using actors::LeaseOutcome;

// One actor a question, as a coroutine of the gateway has one promise a question.
void ask_for_lease(caf::event_based_actor* self, Clients* clients, Clients::Id id, actors::Dispatcher dispatcher,
                   actors::AcquireLease want) {
  self->request(dispatcher, caf::infinite, std::move(want))
      .then([=](actors::LeaseReply& reply) { clients->answered(id, std::move(reply), self->current_sender()); },
            [=](caf::error& error) { clients->answered(id, std::move(error), nullptr); });
}

LeaseOutcome outcome_of(LeaseOutcome::Kind kind) {
  LeaseOutcome outcome;
  outcome.kind = kind;
  return outcome;
}

std::int64_t draw_tokens(Random& random) {
  const auto kind = random.real();
  return kind < 0.9 ? random.between(10, 4'000) : kind < 0.99 ? random.between(4'000, 40'000) : 200'000;
}

Duration draw_patience(Random& random) {
  return random.chance(0.2) ? 0ms : random.chance(0.8) ? 5s : random.between(Duration{1s}, Duration{90s});
}

} // namespace

std::string Tally::text() const {
  auto text = std::to_string(requests) + " requests, " + std::to_string(granted) + " leases, " +
              std::to_string(served) + " served, " + std::to_string(dropped_unused) + " unused; refused by Google:";
  for (const auto& [name, count] : refused_by_google)
    text += " " + name + " " + std::to_string(count);
  text += "; turned away:";
  for (const auto& [name, count] : turned_away)
    text += " " + name + " " + std::to_string(count);
  return text;
}

void Clients::arrive() {
  auto& random = stage_.random;
  ++tally_.requests;
  const auto id = next_id_++;
  auto& client = clients_[id];
  client.model = random.pick(stage_.models);
  client.user = "user-" + std::to_string(random.between(1, 4));
  client.tokens = draw_tokens(random);
  client.estimate = static_cast<std::int64_t>(static_cast<double>(client.tokens) * (0.8 + random.real() / 2));
  client.deadline = stage_.now() + draw_patience(random);
  ask(id, client);
  if (random.chance(0.03))
    later(random.between(Duration{1ms}, Duration{6s}), Deed::leave, id);
}

void Clients::later(Duration delay, Deed deed, Id id) {
  events_.emplace(stage_.now() + delay, std::pair{deed, id});
}

void Clients::ask(Id id, Client& client) {
  client.state = State::waiting;
  client.ticket = stage_.world->next_ticket++;
  client.asked_at = stage_.now();
  ++asked_[client.model];
  actors::AcquireLease want{client.model,  client.estimate, client.user,
                            client.ticket, client.deadline, client.excluded};
  client.asker = stage_.world->spawn(ask_for_lease, this, id, stage_.world->dispatcher, std::move(want));
}

void Clients::answered(Id id, caf::expected<actors::LeaseReply> reply, caf::strong_actor_ptr by) {
  answers_.push_back({id, std::move(reply), std::move(by)});
}

Instant Clients::next_event() const {
  return events_.empty() ? Instant::max() : events_.begin()->first;
}

void Clients::act() {
  while (!events_.empty() && events_.begin()->first <= stage_.now()) {
    const auto [deed, id] = events_.begin()->second;
    events_.erase(events_.begin());
    const auto found = clients_.find(id);
    if (found == clients_.end())
      continue;
    auto& client = found->second;
    if (deed == Deed::ask)
      ask(id, client);
    else if (deed == Deed::finish)
      finish(id, client);
    else
      leave(id, client);
    if (stage_.random.chance(0.3))
      stage_.world->run_some(static_cast<int>(stage_.random.between(1, 10)));
  }
}

void Clients::settle(Client& client, LeaseOutcome outcome) {
  client.lease->settle(std::move(outcome));
  if (stage_.random.chance(0.05))
    client.lease->settle({}); // too late, and must be ignored
  client.lease.reset();
}

void Clients::give_back(Client& client) {
  ++tally_.dropped_unused;
  stage_.books.give_back(*client.booking, ears(client).owner, stage_.now());
  if (stage_.random.chance(0.5))
    settle(client, {});
  client.lease.reset();
}

void Clients::finish(Id id, Client& client) {
  auto& books = stage_.books;
  if (client.will_not_send) {
    give_back(client);
  } else if (client.verdict.kind == Verdict::Kind::refused) {
    if (refused(id, client))
      return;
  } else if (client.verdict.kind == Verdict::Kind::broken) {
    books.end(*client.booking, std::nullopt);
    settle(client, outcome_of(LeaseOutcome::Kind::inconclusive));
  } else {
    ++tally_.served;
    auto outcome = outcome_of(LeaseOutcome::Kind::served);
    outcome.prompt_tokens = client.tokens;
    outcome.completion_tokens = 7;
    books.served(*client.booking, client.tokens, ears(client), stage_.now());
    settle(client, std::move(outcome));
  }
  clients_.erase(id);
}

// True when the request goes on with another key.
bool Clients::refused(Id id, Client& client) {
  auto reading = policy::read_refusal(client.verdict.error, stage_.now());
  check_reading(client.verdict, reading);
  ++tally_.refused_by_google[std::string{policy::to_string(reading.refusal)}];
  stage_.books.refused(*client.booking, reading, ears(client), stage_.now());
  const policy::AttemptFailure failure{reading.refusal};
  const bool blames = policy::blames_key(reading.refusal) || policy::blames_quota(reading.refusal);
  auto outcome = outcome_of(blames ? LeaseOutcome::Kind::refused : LeaseOutcome::Kind::inconclusive);
  outcome.reading = std::move(reading);
  settle(client, std::move(outcome));
  policy::note_failure(client.retries, failure);
  const auto pause = policy::next_attempt(client.retries, failure, {}, stage_.random.real());
  if (!pause)
    return false;
  client.state = State::pausing;
  later(*pause, Deed::ask, id);
  return true;
}

void Clients::leave(Id id, Client& client) {
  switch (client.state) {
  case State::waiting:
    client.gone = true;
    caf::anon_send(stage_.world->dispatcher, actors::CancelWait{client.ticket});
    return;
  case State::holding:
    if (client.will_not_send) {
      give_back(client);
    } else {
      stage_.books.end(*client.booking, std::nullopt);
      settle(client, outcome_of(LeaseOutcome::Kind::inconclusive));
    }
    [[fallthrough]];
  case State::pausing:
    clients_.erase(id);
  }
}

std::size_t Clients::waiting() const {
  return static_cast<std::size_t>(std::count_if(
      clients_.begin(), clients_.end(), [](const auto& named) { return named.second.state == State::waiting; }));
}

void Clients::kill_one_waiting() {
  for (auto& [id, client] : clients_) {
    if (client.state != State::waiting || !client.asker)
      continue;
    caf::anon_send_exit(client.asker, caf::exit_reason::kill);
    const auto latest = longest_wait(client);
    zombies_.push_back(latest);
    // Its lease is given back, but the day block that covers it stays.
    stage_.books.lost(client.model, client.estimate, stage_.now(), latest);
    clients_.erase(id);
    return;
  }
}

void Clients::end_all(bool politely) {
  if (politely) {
    for (auto& [id, client] : clients_)
      if (client.state == State::waiting)
        leave(id, client);
    stage_.world->run();
    read_answers();
  }
  for (auto& [id, client] : clients_) {
    if (client.state == State::waiting)
      stage_.books.lost(client.model, client.estimate, stage_.now());
    if (client.state != State::holding)
      continue;
    if (!politely) {
      client.lease.reset();
    } else if (client.will_not_send) {
      give_back(client);
    } else {
      stage_.books.end(*client.booking, std::nullopt);
      settle(client, outcome_of(LeaseOutcome::Kind::inconclusive));
    }
  }
  clients_.clear();
  events_.clear();
  answers_.clear();
  zombies_.clear();
}

} // namespace geminid::sim
