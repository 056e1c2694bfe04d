// The protocol between the actors and those who ask them. Each message is a type of its own, so that a wrong one does
// not compile; all of them stay inside the process.
#pragma once

#include "actors/key_config.hpp"
#include "actors/policy/circuit.hpp"
#include "actors/policy/lockstep.hpp"
#include "actors/policy/refusal.hpp"
#include "actors/policy/usage_warning.hpp"
#include "shared/store.hpp"

#include <caf/all.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace geminid::actors {

using Slot = policy::Lane::Slot;
using Ticket = std::uint64_t;

// ---- storage ----

/// Answered when durable; an error answer means that nothing was written.
struct Commit {
  std::vector<StoreWrite> writes;
};
struct Committed {};
struct Scan {
  std::string prefix;
};
struct Scanned {
  std::vector<StoreEntry> entries;
};

/// A page of Store::scan_back.
struct ScanBack {
  std::string prefix;
  std::string before;
  std::size_t count = 0;
};

/// How much the store takes of the disk, as measured lately.
struct GetStoreSize {};
struct StoreSize {
  std::int64_t bytes = 0;
};

using StorageActor =
    caf::typed_actor<caf::replies_to<Commit>::with<Committed>, caf::replies_to<Scan>::with<Scanned>,
                     caf::replies_to<ScanBack>::with<Scanned>, caf::replies_to<GetStoreSize>::with<StoreSize>>;

// ---- leases ----

/// Asks for a key to send one request of `model` with.
struct AcquireLease {
  std::string model;
  std::int64_t tokens = 0;            // estimate of the input
  std::string user;                   // users take turns
  Ticket ticket = 0;                  // names the request to CancelWait
  Instant deadline{};                 // waits no longer
  std::vector<Slot> excluded;         // keys that failed this request already
  std::optional<Slot> preferred = {}; // has what the conversation cached; taken when it costs nobody anything
  std::optional<Slot> only = {};      // no other key will do
};

class Lease;

enum class NoRoom : std::uint8_t {
  no_keys,     // none is configured, enabled and valid
  unavailable, // no project has the model
  exhausted,   // all for the day
  busy,        // all for the minute or cooling
  too_large,   // for the tokens a minute of every key
  throttled,   // the model's circuit is open
  location,    // Google serves none of the keys at the gateway's address
  queue_full,
  cancelled,
  storage_failed,
};

struct LeaseReply {
  std::shared_ptr<Lease> lease; // else refused:
  NoRoom cause = NoRoom::busy;
  Instant retry_at{}; // Instant::max(): nobody knows
};

struct CancelWait {
  Ticket ticket = 0;
};

/// How one leased request ended.
struct LeaseOutcome {
  enum class Kind : std::uint8_t {
    unused,       // never reached upstream: everything is given back
    served,       // an answer came
    refused,      // upstream refused: `reading` says why
    inconclusive, // cancelled, broken or overloaded: says nothing of the key
  };
  Kind kind = Kind::unused;
  std::string model;
  policy::Reservation reservation;
  policy::RefusalReading reading;
  std::optional<std::int64_t> prompt_tokens;
  std::int64_t completion_tokens = 0;
  std::string error; // redacted, for `last_error`
};

/// The key has taken the outcome in, and the dispatcher will hear of it before anything that is said after this.
struct Settled {};

// ---- keys ----

/// What a key's last request tells of more than the key.
enum class Sign : std::uint8_t { none, served, bare_refusal, location_refusal };

/// A key's view of itself and one model, sent to the dispatcher whenever it changes.
struct KeyOffer {
  Slot slot = 0;
  std::string model;
  policy::Offer offer;
  Sign sign = Sign::none;
  std::string project = {}; // with a sign of refusal
};
/// Everybody meets the refusal that named no limit: the key is not set aside for it.
struct Forgive {
  std::string model;
};
/// The dispatcher meets a model for the first time and asks for everybody's offer.
struct Introduce {
  std::string model;
};
struct NewRules {
  RulesPtr rules;
};
struct GetSnapshot {};
/// Answered when durable.
struct Reconfigure {
  KeyConfig config;
};
/// Forgets cooldowns, strikes, blocks and `invalid`; answered when durable.
struct ResetKey {};
/// What a check found out: nothing when the key works.
struct CheckResult {
  std::optional<policy::RefusalReading> refusal;
};
/// Another key of the same project was refused for good, with its project.
struct Suspect {
  std::string reason;
};
struct KeyTick {};
struct FlushTotals {};
/// A named project's ledger tells a member how the project stands for it.
struct ProjectOffer {
  std::string model;
  policy::Standing standing;
  ModelUse use;
  std::optional<SpendingCircuit> spending;
};

using KeyActor =
    caf::typed_actor<caf::replies_to<AcquireLease>::with<LeaseReply>, caf::replies_to<LeaseOutcome>::with<Settled>,
                     caf::reacts_to<Introduce>, caf::reacts_to<Forgive>, caf::reacts_to<NewRules>,
                     caf::replies_to<GetSnapshot>::with<KeySnapshot>, caf::replies_to<Reconfigure>::with<KeySnapshot>,
                     caf::replies_to<ResetKey>::with<KeySnapshot>, caf::reacts_to<CheckResult>, caf::reacts_to<Suspect>,
                     caf::reacts_to<KeyTick>, caf::reacts_to<ProjectOffer>,
                     caf::replies_to<FlushTotals>::with<Committed>>;

/// A member of a named project asks its ledger for what the project allows.
struct AcquireFromProject {
  AcquireLease want;
  Slot slot = 0;
  KeyActor key;
  KeyIdentity identity;
};
/// Membership, and the limits that an admin set for this member alone.
struct JoinProject {
  Slot slot = 0;
  KeyActor key;
  std::map<std::string, policy::LimitSettings> limits;
};
struct LeaveProject {
  Slot slot = 0;
};
struct ResetQuota {};

/// One named project's counts, shared by the keys that carry its name.
using Ledger = caf::typed_actor<caf::replies_to<AcquireFromProject>::with<LeaseReply>, caf::reacts_to<LeaseOutcome>,
                                caf::reacts_to<Introduce>, caf::reacts_to<Forgive>, caf::reacts_to<NewRules>,
                                caf::reacts_to<JoinProject>, caf::reacts_to<LeaveProject>, caf::reacts_to<ResetQuota>,
                                caf::reacts_to<KeyTick>, caf::replies_to<FlushTotals>::with<Committed>>;

/// The dispatcher learns of a key, or of its replacement after a death.
struct Enlist {
  Slot slot = 0;
  KeyActor key;
  std::string id; // the key's
};
struct Delist {
  Slot slot = 0;
};
struct WaitOver {
  Ticket ticket = 0;
};
struct GetQueueDepth {};
/// When a circuit may admit somebody again; without a model that of the location.
struct CircuitTick {
  std::string model;
};
struct GetCircuits {};
/// A circuit that is not closed.
struct CircuitView {
  enum class Scope : std::uint8_t { model, location } scope = Scope::model;
  std::string model;
  policy::CircuitState state = policy::CircuitState::open;
  Instant until{};      // when the next request passes
  std::size_t keys = 0; // that it keeps from serving
};
struct Circuits {
  std::vector<CircuitView> open;
};

using Dispatcher =
    caf::typed_actor<caf::replies_to<AcquireLease>::with<LeaseReply>, caf::reacts_to<CancelWait>,
                     caf::reacts_to<KeyOffer>, caf::reacts_to<Enlist>, caf::reacts_to<Delist>, caf::reacts_to<NewRules>,
                     caf::reacts_to<WaitOver>, caf::reacts_to<CircuitTick>,
                     caf::replies_to<GetCircuits>::with<Circuits>, caf::replies_to<GetQueueDepth>::with<std::uint64_t>>;

// ---- the pool: who the keys are ----

struct AddKeys {
  std::vector<std::string> secrets;
  KeyConfig like; // weight, name, project, priority, tags of each
  bool dry_run = false;
  /// Instead of `like`, by the key's place in `secrets`.
  std::map<std::size_t, KeyConfig> own = {};
};
struct KeysAdded {
  std::vector<KeySnapshot> added;
  std::size_t duplicates = 0;
  std::vector<std::size_t> known = {}; // the duplicates' places in `secrets`
};
/// A page of keys in order of creation; `after` is the last id of the page before.
struct ListKeys {
  std::size_t limit = 100;
  std::string after;
  std::optional<KeyState> state;
  std::string text; // in name, mask, project or tags; case-insensitive for ASCII
  enum class Sort : std::uint8_t { created, name, state } sort = Sort::created;
};
struct KeyPage {
  std::vector<KeySnapshot> keys;
  std::size_t total = 0; // that match
  bool more = false;
};
struct GetKey {
  std::string id;
};
/// `change` is applied to the stored configuration; answered when durable.
struct PatchKey {
  std::string id;
  std::function<void(KeyConfig&)> change;
};
enum class BulkAction : std::uint8_t { enable, disable, remove, reset };
/// The ids that were found are answered; unknown ones are skipped.
struct BulkKeys {
  std::vector<std::string> ids;
  std::optional<KeyState> state; // instead of ids
  BulkAction action = BulkAction::enable;
};
struct KeysChanged {
  std::vector<std::string> ids;
};
/// For a check that costs no quota.
struct BorrowKey {
  std::string id;
};
struct BorrowedKey {
  std::shared_ptr<const std::string> secret; // empty: no such key
  KeyActor key;
};
struct KeyStateChanged {
  Slot slot = 0;
  KeyState state = KeyState::healthy;
  std::string reason;
  std::optional<Instant> until; // when it changes by itself
};
/// A key has passed `usage_warning_percent` of a limit. Of a named project: the key that is nearest to its limit.
struct KeyNearLimit {
  Slot slot = 0;
  std::string model;
  policy::UsageLevel level;
};
/// Google refused a key by a limit that the gateway's own use is far from: somebody else spends it.
struct UnforeseenRefusal {
  Slot slot = 0;
  std::string model;
};
/// Which keys seem to share a project that they do not name.
struct GetHints {};
struct Hints {
  std::vector<policy::LockstepGroup> groups;
};
struct PoolStatus {};
struct PoolCounts {
  std::size_t keys = 0;
  std::size_t serving = 0; // neither disabled nor invalid
  std::size_t ready = 0;   // healthy or warning
  std::array<std::size_t, key_states> by_state{};
};
/// Writes what is only in memory and ends the key and ledger actors; answered when durable. The last message.
struct Settle {};
/// As `Settle`, but not the last message: until `ResumePool` there is no key, and changes are refused.
struct SuspendPool {};
/// Goes on with what is on the disk now.
struct ResumePool {
  std::vector<KeyRecord> keys;
  std::vector<StoreEntry> quotas; // every stored "quota/…" record
};

/// Errors: sec::invalid_argument for an unknown id, sec::runtime_error when the disk refused.
using KeyPool =
    caf::typed_actor<caf::replies_to<AddKeys>::with<KeysAdded>, caf::replies_to<ListKeys>::with<KeyPage>,
                     caf::replies_to<GetKey>::with<KeySnapshot>, caf::replies_to<PatchKey>::with<KeySnapshot>,
                     caf::replies_to<BulkKeys>::with<KeysChanged>, caf::replies_to<BorrowKey>::with<BorrowedKey>,
                     caf::replies_to<PoolStatus>::with<PoolCounts>, caf::reacts_to<NewRules>,
                     caf::reacts_to<KeyStateChanged>, caf::reacts_to<KeyNearLimit>, caf::reacts_to<UnforeseenRefusal>,
                     caf::replies_to<GetHints>::with<Hints>, caf::replies_to<Settle>::with<Committed>,
                     caf::replies_to<SuspendPool>::with<Committed>, caf::replies_to<ResumePool>::with<Committed>>;

} // namespace geminid::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Commit)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Committed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Scan)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::ScanBack)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Scanned)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::GetStoreSize)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::StoreSize)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::AcquireLease)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::LeaseReply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::CancelWait)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::LeaseOutcome)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Settled)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::KeyOffer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Introduce)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Forgive)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::NewRules)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::GetSnapshot)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Reconfigure)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::ResetKey)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::CheckResult)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Suspect)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::KeyTick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::FlushTotals)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::ProjectOffer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::AcquireFromProject)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::JoinProject)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::LeaveProject)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::ResetQuota)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::KeySnapshot)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Enlist)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Delist)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::WaitOver)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::GetQueueDepth)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::CircuitTick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::GetCircuits)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Circuits)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::AddKeys)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::KeysAdded)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::ListKeys)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::KeyPage)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::GetKey)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::PatchKey)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::BulkKeys)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::KeysChanged)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::BorrowKey)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::BorrowedKey)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::KeyStateChanged)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::KeyNearLimit)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::UnforeseenRefusal)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::GetHints)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Hints)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::PoolStatus)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::PoolCounts)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::Settle)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::SuspendPool)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::ResumePool)
