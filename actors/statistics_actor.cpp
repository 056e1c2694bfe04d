#include "actors/statistics_actor.hpp"

#include "actors/kept_promise.hpp"

#include <algorithm>

namespace geminid::actors {
namespace {

// Spans that are over and can't be written are dropped beyond this, the oldest first.
constexpr std::size_t closed_max = 2'000;

struct Span {
  const Resolution* resolution;
  std::int64_t count;
};

Span span_of(GetStatistics::Window window) {
  using Window = GetStatistics::Window;
  switch (window) {
  case Window::hour:
    return {&by_minute, 60};
  case Window::day:
    return {&by_hour, 24};
  case Window::week:
    return {&by_day, 7};
  case Window::month:
    return {&by_day, 30};
  case Window::year:
    break;
  }
  return {&by_day, by_day.kept};
}

} // namespace

Statistics::behavior_type statistics_actor(Statistics::stateful_pointer<StatisticsState> self, StatisticsStart start) {
  auto& state = self->state;
  state.start(self, std::move(start));
  return {
      [&state](const RequestEnded& ended) { state.ended(ended); },
      [&state](const GetStatistics& wish) { return state.get(wish); },
      [&state](const WriteTallies&) { state.tick(); },
      [&state](const Settle&) { return state.settle(); },
  };
}

void StatisticsState::start(Statistics::pointer self, StatisticsStart start) {
  self_ = self;
  deps_.emplace(std::move(start));
  for (auto& present : present_) {
    present.index = present.of->index(now());
    read_back(present);
  }
}

// What a former run counted of the span that is now, and what is too old since. A disk that can't be read costs the
// counts of that span, no request.
void StatisticsState::read_back(Present& present) {
  const auto& of = *present.of;
  const auto take = [&present](const Scanned& stored) {
    if (!stored.entries.empty())
      present.tally += tally_from(stored.entries.front().value);
  };
  self_->request(deps_->storage, caf::infinite, Scan{tally_key(of, present.index)}).await(take, [](const caf::error&) {
  });
  const auto forget = [this](const Scanned& stored) {
    for (const auto& entry : stored.entries)
      closed_.try_emplace(entry.key);
  };
  ScanBack too_old{std::string{of.prefix}, tally_key(of, present.index - of.kept + 1), closed_max};
  self_->request(deps_->storage, caf::infinite, std::move(too_old)).then(forget, [](const caf::error&) {});
}

void StatisticsState::ended(const RequestEnded& ended) {
  const auto at = now();
  advance(at);
  for (auto& present : present_) {
    present.tally.add(*ended.record, present.of->point_of(at));
    present.changed = true;
  }
  arm();
}

caf::result<StatisticsReply> StatisticsState::get(const GetStatistics& wish) {
  const auto at = now();
  advance(at);
  const auto [resolution, count] = span_of(wish.window);
  const auto first = resolution->index(at) - count + 1;
  KeptPromise<StatisticsReply> promise{self_->make_response_promise<StatisticsReply>()};
  const auto read = [this, promise, at, first, of = resolution, most = count](bool written) mutable {
    if (!written) {
      promise.deliver(caf::make_error(caf::sec::runtime_error));
      return;
    }
    ScanBack scan{std::string{of->prefix}, {}, static_cast<std::size_t>(most)};
    self_->request(deps_->storage, caf::infinite, std::move(scan))
        .then(
            [promise, at, first, of](const Scanned& stored) mutable {
              StatisticsReply reply{of->begin(first), at, {}};
              for (const auto& entry : stored.entries)
                if (const auto index = tally_index(*of, entry.key); index && *index >= first)
                  reply.tally += tally_from(entry.value);
              promise.deliver(std::move(reply));
            },
            [promise](caf::error& error) mutable { promise.deliver(std::move(error)); });
  };
  write(read);
  return promise.given();
}

void StatisticsState::tick() {
  armed_ = false;
  advance(now());
  write([](bool) {});
}

caf::result<Committed> StatisticsState::settle() {
  KeptPromise<Committed> promise{self_->make_response_promise<Committed>()};
  write([promise](bool written) mutable {
    if (written)
      promise.deliver(Committed{});
    else
      promise.deliver(caf::make_error(caf::sec::runtime_error));
  });
  return promise.given();
}

void StatisticsState::advance(Instant now) {
  for (auto& present : present_)
    if (const auto index = present.of->index(now); index != present.index)
      close(present, index);
}

void StatisticsState::close(Present& present, std::int64_t next) {
  const auto& of = *present.of;
  if (present.changed)
    closed_[tally_key(of, present.index)] = tally_value(present.tally);
  for (auto old = present.index - of.kept + 1; old <= std::min(present.index, next - of.kept); ++old)
    closed_[tally_key(of, old)] = std::nullopt;
  present.index = next;
  present.tally = {};
  present.changed = false;
}

std::vector<StoreWrite> StatisticsState::take_changes() {
  std::vector<StoreWrite> writes;
  for (auto& [key, value] : std::exchange(closed_, {}))
    writes.push_back({key, std::move(value)});
  for (auto& present : present_)
    if (std::exchange(present.changed, false))
      writes.push_back({tally_key(*present.of, present.index), tally_value(present.tally)});
  return writes;
}

void StatisticsState::write(std::function<void(bool)> then) {
  auto writes = take_changes();
  if (writes.empty()) { // the storage answers in order: what is under way is on disk then
    self_->request(deps_->storage, caf::infinite, Commit{})
        .then([then](const Committed&) { then(true); }, [then](const caf::error&) { then(false); });
    return;
  }
  const auto kept = std::make_shared<const std::vector<StoreWrite>>(writes);
  self_->request(deps_->storage, caf::infinite, Commit{std::move(writes)})
      .then([then](const Committed&) { then(true); },
            [this, then, kept](const caf::error&) {
              for (const auto& former : *kept) // what is newer stays
                closed_.try_emplace(former.key, former.value);
              while (closed_.size() > closed_max) {
                const auto minute = closed_.lower_bound(std::string{by_minute.prefix});
                closed_.erase(minute == closed_.end() ? closed_.begin() : minute);
              }
              for (auto& present : present_)
                present.changed = present.tally.total.requests > 0;
              deps_->write_failed();
              arm();
              then(false);
            });
}

void StatisticsState::arm() {
  if (!std::exchange(armed_, true))
    self_->delayed_send(self_, write_every, WriteTallies{});
}

} // namespace geminid::actors
