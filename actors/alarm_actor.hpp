// Wakes coroutines in the actors' time, which tests move: ask it to `Sleep`, and the answer comes when the time is
// over, or an error when the alarm ends before.
#pragma once

#include "actors/kept_promise.hpp"
#include "shared/time.hpp"

#include <caf/all.hpp>

#include <cstdint>
#include <unordered_map>

namespace geminid::actors {

struct Sleep {
  Duration time{};
};
struct Awake {};
/// Whoever sleeps is woken now.
struct WakeAll {};
struct Ring {
  std::uint64_t sleeper = 0;
};

using Alarm = caf::typed_actor<caf::replies_to<Sleep>::with<Awake>, caf::reacts_to<Ring>, caf::reacts_to<WakeAll>>;

struct AlarmState {
  static inline const char* name = "alarm";

  std::unordered_map<std::uint64_t, KeptPromise<Awake>> sleepers;
  std::uint64_t next_sleeper = 0;
};

/// More than `sleepers_max` at once are refused. (An actor without arguments would make CAF 0.17.6 bind a null
/// reference.)
Alarm::behavior_type alarm_actor(Alarm::stateful_pointer<AlarmState> self, std::size_t sleepers_max);

} // namespace geminid::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Sleep)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Awake)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Ring)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::WakeAll)
