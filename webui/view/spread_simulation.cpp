#include "webui/view/spread_simulation.hpp"

#include "actors/policy/quota.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <queue>

namespace geminid::webui {
namespace {

using policy::Lane;

/// Into so many parts the use of the last minute is divided.
constexpr std::int64_t parts_of_minute = 12;
/// What a simulation may cost; a pool of few keys a project never comes there.
constexpr std::int64_t offers_max = 400'000;

policy::Quota quota_of(const SimulatedKey& key, Instant now) {
  policy::Quota quota;
  const auto part = policy::MinuteWindow::length / parts_of_minute;
  const auto share = [](std::int64_t all, std::int64_t i) {
    return all * (i + 1) / parts_of_minute - all * i / parts_of_minute;
  };
  for (std::int64_t i = 0; i < parts_of_minute; ++i) {
    const auto at = now - part * (parts_of_minute - 1 - i);
    const auto requests = share(key.requests_of_minute, i);
    const auto tokens = share(key.tokens_of_minute, i);
    if (requests > 0 || tokens > 0)
      quota.minute.absorb({at, at, requests, tokens});
  }
  quota.day = {policy::pacific_day(now), key.requests_of_day, key.requests_of_day};
  if (key.blocked_until > now)
    policy::block(quota, {policy::Block::cooling, key.blocked_until, {}});
  return quota;
}

struct Project {
  policy::Quota quota;
  std::vector<Lane::Slot> members;
  Instant changes_at = Instant::max();
};

// A moment at which a project's standing changes by time alone; passed over when the project has another by then.
struct Change {
  Instant at;
  std::size_t project;

  bool operator>(const Change& other) const { return at > other.at; }
};

class Simulation {
public:
  Simulation(std::span<const SimulatedKey> keys, const SpreadScenario& scenario, Instant begin)
      : keys_(keys), scenario_(scenario), begin_(begin), now_(begin),
        lane_(scenario.strategy, scenario.protection_percent), project_of_(keys.size()) {
    result_.keys.resize(keys.size());
    std::map<std::string, std::size_t, std::less<>> by_name;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto& name = keys[i].project;
      const auto [place, fresh] =
          name.empty() ? std::pair{by_name.end(), true} : by_name.try_emplace(name, projects_.size());
      project_of_[i] = fresh ? projects_.size() : place->second;
      if (fresh)
        projects_.push_back({quota_of(keys[i], begin), {}});
      projects_[project_of_[i]].members.push_back(static_cast<Lane::Slot>(i));
    }
    for (std::size_t project = 0; project < projects_.size(); ++project)
      offer(project);
  }

  Spread run() {
    const auto rate = std::max<std::int64_t>(scenario_.requests_per_minute, 0);
    const auto all = rate * scenario_.span.count() / 60'000;
    result_.requests = std::min(all, requests_max());
    result_.span = result_.requests == all ? scenario_.span : Duration{result_.requests * 60'000 / rate};
    for (std::int64_t i = 0; i < result_.requests; ++i) {
      pass_time(begin_ + Duration{i * 60'000 / rate});
      if (waiting_.empty() && serve(now_))
        continue;
      waiting_.push_back(now_);
    }
    pass_time(begin_ + result_.span);
    // Those that wait at the end still get their answer.
    while (!waiting_.empty())
      pass_time(waiting_.back() + scenario_.wait_max);
    return std::move(result_);
  }

private:
  // Each request moves all keys of its project.
  [[nodiscard]] std::int64_t requests_max() const {
    std::size_t most = 1;
    for (const auto& project : projects_)
      most = std::max(most, project.members.size());
    return std::min(simulated_requests_max, offers_max / static_cast<std::int64_t>(most));
  }

  void pass_time(Instant until) {
    for (;;) {
      const auto change = changes_.empty() ? Instant::max() : changes_.top().at;
      const auto deadline = waiting_.empty() ? Instant::max() : waiting_.front() + scenario_.wait_max;
      const auto next = std::min(change, deadline);
      if (next > until)
        break;
      now_ = next;
      if (change <= deadline) {
        const auto due = changes_.top();
        changes_.pop();
        if (projects_[due.project].changes_at == due.at)
          offer(due.project);
        while (!waiting_.empty() && serve(waiting_.front()))
          waiting_.pop_front();
      } else {
        refuse();
      }
    }
    now_ = until;
  }

  bool serve(Instant arrived) {
    const auto slot = lane_.pick(scenario_.tokens_per_request, {});
    if (!slot)
      return false;
    lane_.take(*slot, scenario_.tokens_per_request);
    auto& key = result_.keys[*slot];
    ++key.served;
    ++result_.served;
    if (now_ > arrived) {
      ++result_.waited;
      result_.longest_wait = std::max(result_.longest_wait, now_ - arrived);
    }
    auto& project = projects_[project_of_[*slot]];
    policy::advance(project.quota, now_);
    [[maybe_unused]] const auto reservation = policy::reserve(project.quota, scenario_.tokens_per_request, now_);
    offer(project_of_[*slot]);
    return true;
  }

  void refuse() {
    waiting_.pop_front();
    ++result_.refused;
    if (!result_.refused_after)
      result_.refused_after = now_ - begin_;
  }

  void offer(std::size_t number) {
    auto& project = projects_[number];
    policy::advance(project.quota, now_);
    auto change = Instant::max();
    for (const auto slot : project.members)
      change = std::min(change, offer(slot, project.quota));
    if (change != Instant::max() && change != project.changes_at)
      changes_.push({change, number});
    project.changes_at = change;
  }

  // The answer: when it changes.
  Instant offer(Lane::Slot slot, const policy::Quota& quota) {
    const auto& key = keys_[slot];
    policy::Offer offer;
    offer.usable = key.usable;
    offer.priority = key.priority;
    offer.weight = key.weight;
    offer.standing = policy::while_cooling(policy::standing(quota, key.limits, now_), key.cooling_until, now_);
    offer.handled = static_cast<std::uint64_t>(result_.keys[slot].served);
    lane_.set(slot, offer);
    note(slot, offer);
    return offer.standing.next_change;
  }

  void note(Lane::Slot slot, const policy::Offer& offer) {
    if (!offer.usable)
      return;
    auto& key = result_.keys[slot];
    const auto& standing = offer.standing;
    const auto mark = [&](std::optional<Duration>& after, bool now) {
      if (now && !after)
        after = now_ - begin_;
    };
    key.usage_percent = std::max(key.usage_percent, standing.usage_percent);
    mark(key.warned_after, standing.usage_percent >= scenario_.warning_percent);
    mark(key.protected_after, standing.usage_percent >= scenario_.protection_percent);
    mark(key.full_after, standing.requests_free < 1 || standing.tokens_free < scenario_.tokens_per_request);
  }

  std::span<const SimulatedKey> keys_;
  const SpreadScenario& scenario_;
  Instant begin_;
  Instant now_;
  Lane lane_;
  std::vector<Project> projects_;
  std::vector<std::size_t> project_of_; // by slot
  std::priority_queue<Change, std::vector<Change>, std::greater<>> changes_;
  std::deque<Instant> waiting_; // when they came; all are of one size, so that none passes another
  Spread result_;
};

} // namespace

Spread simulate_spread(std::span<const SimulatedKey> keys, const SpreadScenario& scenario, Instant now) {
  return Simulation{keys.first(std::min(keys.size(), simulated_keys_max)), scenario, now}.run();
}

} // namespace geminid::webui
