#include "actors/alarm_actor.hpp"

namespace geminid::actors {

Alarm::behavior_type alarm_actor(Alarm::stateful_pointer<AlarmState> self, std::size_t sleepers_max) {
  auto& state = self->state;
  return {
      [self, &state, sleepers_max](const Sleep& sleep) -> caf::result<Awake> {
        if (state.sleepers.size() >= sleepers_max)
          return caf::make_error(caf::sec::runtime_error, "too many sleepers");
        const auto sleeper = state.next_sleeper++;
        const KeptPromise promise{self->make_response_promise<Awake>()};
        state.sleepers.emplace(sleeper, promise);
        self->delayed_send(self, sleep.time, Ring{sleeper});
        return promise.given();
      },
      [&state](const Ring& ring) {
        if (auto found = state.sleepers.extract(ring.sleeper))
          found.mapped().deliver(Awake{});
      },
      [&state](const WakeAll&) {
        for (auto& [sleeper, promise] : std::exchange(state.sleepers, {}))
          promise.deliver(Awake{});
      },
  };
}

} // namespace geminid::actors
