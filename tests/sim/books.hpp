// What geminid was told and what it let through, kept apart from it and exactly: says when a lease should not have been
// granted, and when one should have been.
//
// Within a step of the simulation many things happen at one instant, in an order that only the actors know. What is
// forbidden is therefore forbidden from the next step on, and what is allowed is demanded from the next step on: both
// the state before the step and the state after it must object before the books do.
#pragma once

#include "actors/key_config.hpp"
#include "actors/policy/circuit.hpp"
#include "actors/policy/quota.hpp"
#include "actors/policy/refusal.hpp"
#include "shared/time.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace geminid::sim {

/// One lease.
struct Booking {
  std::string secret;
  std::string owner; // the key's id, or "project:" and its name
  std::string model;
  Instant at{};
  std::int64_t estimate = 0;
  std::optional<std::int64_t> counted; // input tokens, when known
  bool ended = false;
  bool returned = false;
  bool day_known = false; // that a limit a day was known when it was granted
  std::uint64_t booked_in_step = 0;
  std::uint64_t ended_in_step = 0;
  bool forgettable = false;  // that its owner died, or could write nothing, right after granting it
  bool recounted = false;    // that its owner may not know how it ended: may count as sent, and by its estimate
  bool minute_known = false; // that a limit a minute was known when it was granted, so that the disk heard of it
};
using BookingPtr = std::shared_ptr<Booking>;

/// What is wrong; nothing when all is well.
using Objection = std::optional<std::string>;

inline constexpr Duration minute_long{60'000};
/// How much later than exactly geminid may find room again: what shares an entry of a window leaves it with its
/// youngest, and who has room anyway tells of more four times a second.
inline constexpr Duration lateness{500};

class Books {
public:
  /// `remembers_models`: that the dispatcher has room for every model, and so forgets no circuit.
  explicit Books(bool remembers_models) : remembers_models_(remembers_models) {}

  void add_key(const std::string& secret, actors::KeyConfig config);
  void remove_key(const std::string& secret);
  /// Its removal failed.
  void keep_key(const std::string& secret);
  void configure(const std::string& secret, actors::KeyConfig config);
  void set_rules(const actors::Rules& rules);
  /// What the key was blamed for may be forgotten, or is; the same of it and of the quota that it counts against.
  void forgive(const std::string& secret);
  void trust(const std::string& secret);
  void forgive_all(const std::string& secret);
  void trust_all(const std::string& secret);

  [[nodiscard]] static std::string owner(const actors::KeyConfig& config);
  [[nodiscard]] std::optional<actors::KeyConfig> config(const std::string& secret) const;
  /// The named project that it is or, before this step, was in.
  [[nodiscard]] std::string project(const std::string& secret) const;
  [[nodiscard]] std::vector<std::string> secrets() const;

  /// A lease was granted. `owner` is whose quota it counts against.
  [[nodiscard]] std::pair<BookingPtr, Objection> book(const std::string& secret, const std::string& owner,
                                                      const std::string& model, std::int64_t estimate, Instant now);
  void give_back(Booking& booking, bool owner_hears, Instant now);
  /// A request of the model died on its way: somebody may have counted it, at `latest`.
  void lost(const std::string& model, std::int64_t estimate, Instant now, Instant latest = {});
  /// It was sent, and ended without a word on key or quota.
  void end(Booking& booking, std::optional<std::int64_t> counted);
  /// Who hears of an outcome: the actors that granted a lease may have died since.
  struct Ears {
    bool key = true;
    bool owner = true;
  };
  void served(Booking& booking, std::int64_t counted, Ears ears, Instant now);
  void refused(Booking& booking, const policy::RefusalReading& reading, Ears ears, Instant now);

  /// The actor that kept the owner's counts died or was replaced.
  void owner_died(const std::string& owner, Instant now);
  /// So did the key's own actor, which keeps the counts of a key without a named project.
  void key_died(const std::string& secret, Instant now);
  /// In this step the disk takes nothing.
  void disk_failed(Instant now);
  /// The process ended; every lease with it.
  void restart(bool gracefully, Instant now, Instant start);

  /// The key, none of `tried`, that must have room for such a request, and how much; nothing when there need not be
  /// one.
  [[nodiscard]] std::optional<std::string> room(const std::string& model, std::int64_t tokens,
                                                const std::vector<std::string>& tried, Instant now);
  /// Compares what a key says of itself. Between steps only.
  [[nodiscard]] Objection audit(const std::string& secret, const actors::ModelUse& use, Instant now);
  void step_over();

private:
  struct Rest {
    Instant must_until{}, may_until{};
  };
  struct Account {
    std::deque<BookingPtr> minute;
    std::int64_t day = 0;
    std::int64_t sent = 0;        // today; given back ones not
    std::int64_t given_back = 0;  // today
    std::int64_t forgettable = 0; // sent today while no limit a day was known: then it is only a statistic
    std::int64_t forgotten = 0;   // of these, by now
    std::int64_t day_slack = 0;   // how many more may count as sent since a crash
    std::int64_t block_max = 1;   // the largest block of today
    struct MinutePart {
      std::int64_t requests = 0, tokens = 0;
    };
    MinutePart minute_block_max; // the largest block ever: a record is as old as the last request that needed one
    MinutePart minute_slack;     // how much more may count as sent since crashes, the last of them at
    Instant crashed_at{};
    policy::LearnedLimits learned, learned_before;
    Instant learned_at{};
    Rest rest;
  };
  struct Owner {
    std::map<std::string, Account> models;
    Rest rest; // of all models
    std::optional<Instant>
        trickles_after; // its spending was refused until then: nothing is demanded till one is served
  };
  struct Key {
    actors::KeyConfig config, config_before;
    bool exists = true, existed = false;
    bool invalid = false, may_be_invalid = false;
    std::optional<std::uint32_t> strikes = 0; // absent: whether it died at all is unknown, until it is served
    Instant must_cool_until{}, may_cool_until{};
    std::optional<Instant> banned_at; // by the location: nothing is demanded of it until it is served again
    Instant must_be_banned_until{};
  };
  /// A request that died on its way: whoever has room until `latest`, a key that does not exist yet too, may count it
  /// and tell the disk of it.
  struct Lost {
    Instant latest;
    std::int64_t tokens;
  };
  /// A model that bare refusals may have shut.
  struct Throttle {
    policy::BareBurst burst;
    bool possible = false;
    Instant last_refusal{};
    Instant must_be_shut_until{};
  };
  using Pick = std::optional<std::int64_t> policy::LearnedLimits::*;
  using PickSetting = policy::LimitSetting policy::LimitSettings::*;
  /// Absent: none.
  struct Range {
    std::optional<std::int64_t> loosest, tightest;
  };

  [[nodiscard]] Account& account(const std::string& owner, const std::string& model, Instant now);
  void open_accounts(const std::string& owner, Instant now);
  /// The model may be used by the key, with blocks of its limits on disk.
  void note_blocks(const Key& key, Account& account, const std::string& model) const;
  void lose_blocks(Account& account, const std::string& model, Instant reborn);
  void lose_last(Account& account) const;
  [[nodiscard]] std::int64_t tokens_min(const Booking& booking) const;
  [[nodiscard]] Range limit(const Key& key, const std::string& model, const Account& account, PickSetting setting,
                            Pick learned) const;
  /// That one of them may have been granted before the other and not after it: they came in one step, and the limits
  /// that an admin set for their keys alone differ.
  [[nodiscard]] bool order_matters(const Booking& a, const Booking& b) const;
  [[nodiscard]] Objection over_limit(const Key& key, const Booking& booking, const Account& account, Instant now) const;
  [[nodiscard]] std::optional<std::string> room(const Key& key, const std::string& model, std::int64_t tokens,
                                                Instant now);
  [[nodiscard]] bool may_be_shut(const std::string& model) const;
  void bare_refusal(const Booking& booking, Instant now);
  void location_refusal(Key& key, Instant now);
  /// The disk may not know of the end of circuits that have ended.
  void circuits_may_come_back(Instant start);
  /// In the next step, unless something of this step may be lost.
  void when_all_was_heard(std::function<void()> then);
  void circuits_closed(const Booking& booking, Ears ears, Instant now);
  void suspect(const std::string& project, Instant now);
  void refuse_quota(const Booking& booking, const policy::RefusalReading& reading, Instant now);

  std::map<std::string, Key> keys_; // by secret
  std::map<std::string, Owner> owners_;
  std::map<std::string, std::vector<Lost>> lost_; // by model
  std::map<std::string, Throttle> throttles_;     // by model
  actors::Rules rules_, rules_before_;
  std::vector<std::function<void()>> when_step_over_;
  bool remembers_models_;
  Instant location_refused_at_{}, location_open_until_{}; // the latter at least
  std::uint64_t loss_in_step_ = 0;                        // of an actor, or of what the disk did not take
  Instant loss_at_{};
  Instant disk_failed_at_{};
  bool changed_ = true; // something of what is kept from before the step
  std::uint64_t step_ = 1;
};

} // namespace geminid::sim
