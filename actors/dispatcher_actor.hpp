// Chooses the key of each request from what the keys published, by strategy and weight, and keeps the requests that
// wait for room. Decides with policy::Lane and policy::WaitQueue; knows no quota and no secret.
#pragma once

#include "actors/circuit_record.hpp"
#include "actors/clock.hpp"
#include "actors/messages.hpp"
#include "actors/policy/location_ban.hpp"
#include "actors/policy/wait_queue.hpp"
#include "actors/wake_ups.hpp"

#include <map>
#include <set>
#include <unordered_map>

namespace geminid::actors {

struct DispatcherLimits {
  std::size_t waiting_max = 10'000;
  /// Models seen lately; the one unused for longest makes room.
  std::size_t models_max = 256;
};

struct DispatcherStart {
  TimeBase time;
  RulesPtr rules;
  StorageActor storage;
  std::vector<StoreEntry> circuits = {}; // every stored "circuit/…" record
  DispatcherLimits limits = {};
};

class DispatcherState {
public:
  static inline const char* name = "dispatcher";

  void start(Dispatcher::pointer self, DispatcherStart start);

  caf::result<LeaseReply> acquire(AcquireLease& want);
  void cancel(Ticket ticket);
  void offer(const KeyOffer& offer);
  void enlist(Enlist& member);
  void delist(Slot slot);
  void new_rules(RulesPtr rules);
  void wait_over(Ticket ticket);
  void circuit_tick(const std::string& model);
  [[nodiscard]] Circuits circuits() const;
  [[nodiscard]] std::uint64_t queue_depth() const { return waiting_.size(); }

private:
  struct ModelLane {
    policy::Lane lane;
    policy::WaitQueue queue = {};
    std::vector<bool> introduced = {}; // by slot: its offer has come
    std::size_t introductions_due = 0;
    Instant last_used{};
    policy::Circuit circuit = policy::Circuit{policy::model_circuit};
    policy::BareBurst bare_burst = {};
  };
  struct Member {
    KeyActor actor; // empty where there is none
    std::string id;
  };
  struct Waiting {
    AcquireLease want;
    caf::typed_response_promise<LeaseReply> promise;
  };

  [[nodiscard]] Instant now() const;
  [[nodiscard]] ModelLane& lane_of(const std::string& model);
  void make_room_for_lane();
  void ask_for_offer(ModelLane& lane, const std::string& model, Slot slot);
  [[nodiscard]] std::optional<NoRoom> refusal(const ModelLane& lane, const AcquireLease& want) const;
  [[nodiscard]] static LeaseReply turn_away(const ModelLane& lane, const AcquireLease& want, NoRoom cause);
  [[nodiscard]] std::optional<Slot> choose(ModelLane& lane, const AcquireLease& want);
  void serve_waiting(ModelLane& lane);
  void refuse_hopeless(ModelLane& lane, const std::string& model);
  void give_up(Ticket ticket, std::optional<NoRoom> cause);

  // dispatcher_circuits.cpp
  void restore_circuits(const StoredCircuits& stored);
  void restore_ban(const Member& member, Slot slot);
  void lift_ban(Slot slot);
  void remember(std::vector<StoreWrite> writes);
  void write_unwritten();
  void heed(const KeyOffer& offer, ModelLane& lane);
  void bare_refusal(const KeyOffer& offer, ModelLane& lane);
  void admitted(ModelLane& lane, const std::string& model);
  void location_served(Slot slot);
  void location_refused(Slot slot);
  void bar_by_location(Slot slot);
  void location_changed();
  void location_wake_up();
  void call_at(Instant when, CircuitTick tick);

  Dispatcher::pointer self_ = nullptr;
  std::optional<DispatcherStart> deps_;
  std::vector<Member> keys_; // by slot
  std::unordered_map<std::string, ModelLane> lanes_;
  std::unordered_map<Ticket, Waiting> waiting_;
  policy::LocationBan location_;
  WakeUps location_wake_ups_;
  std::map<std::string, std::optional<std::string>> unwritten_; // records of circuits that the disk must still take
  bool writing_ = false;
  std::set<std::string> banned_before_; // keys that a former run banned and that have not enlisted yet, by id
};

Dispatcher::behavior_type dispatcher_actor(Dispatcher::stateful_pointer<DispatcherState> self, DispatcherStart start);

} // namespace geminid::actors
