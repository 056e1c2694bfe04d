// The request log on disk: one record a client request, written behind the requests in batches, the newest
// `records_max` kept, and none that is older than the operator wants. A crash loses at most `write_every` of it.
#pragma once

#include "actors/clock.hpp"
#include "actors/messages.hpp"
#include "actors/request_journal_record.hpp"
#include "actors/statistics_actor.hpp"
#include "shared/log_dto.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace geminid::actors {

/// What a reader of the log wants to see; what is not given matches everything.
struct JournalFilter {
  std::optional<std::string> key = {};   // id or masked form of a key that was tried
  std::optional<std::string> user = {};  // id or name
  std::optional<std::string> model = {}; // either name
  std::optional<std::int64_t> status = {};
  bool failed = false; // only what counts as a failure

  [[nodiscard]] bool matches(const dto::LogRecord& record) const;
  /// As far as the status of the answer tells.
  [[nodiscard]] bool accepts(std::int64_t answered) const;
};

struct ReadJournal {
  JournalFilter filter;
  std::string before; // an id; empty: from the newest
  std::size_t limit = 100;
  bool bodies = false;
  std::string id = {}; // of the only record that is wanted; empty: all
};
struct JournalPage {
  std::vector<dto::LogRecord> records; // newest first
  /// Where to go on; empty: there is nothing older. A page of a rare filter may hold less than `limit` and still go on.
  std::string next_before;
};
/// Records older than so many days are removed, and all bodies unless they are wanted.
struct KeepJournalFor {
  std::int64_t days = 7;
  bool bodies = false;
};
struct WriteJournal {};
struct TrimJournal {};
struct ForgetBodies {};

/// Errors: sec::runtime_error when the disk refuses.
using RequestJournal =
    caf::typed_actor<caf::reacts_to<RequestEnded>, caf::replies_to<ReadJournal>::with<JournalPage>,
                     caf::reacts_to<KeepJournalFor>, caf::reacts_to<WriteJournal>, caf::reacts_to<TrimJournal>,
                     caf::reacts_to<ForgetBodies>, caf::replies_to<Settle>::with<Committed>>;

struct RequestJournalStart {
  TimeBase time;
  StorageActor storage;
  std::uint64_t next_record = 1;
  std::int64_t days = 7;
  std::uint64_t records_max = 50'000;
  bool bodies = false;
  /// The newest so many records may have bodies.
  std::uint64_t bodies_max = 10'000;
  /// The disk refused records, which are written later.
  std::function<void()> write_failed = [] {};
};

/// The number of the first record of this run, from the newest one on disk.
[[nodiscard]] std::uint64_t next_journal_record(const std::vector<StoreEntry>& newest);

class RequestJournalState {
public:
  static inline const char* name = "request_journal";
  static constexpr Duration write_every{2'000};
  static constexpr Duration trim_every{3'600'000};
  /// At so many waiting records they are written at once.
  static constexpr std::size_t batch_max = 200;
  /// While the disk refuses, the oldest beyond this are lost.
  static constexpr std::size_t waiting_max = 5'000;
  /// How many records one page looks at.
  static constexpr std::size_t looked_at_max = 20'000;

  void start(RequestJournal::pointer self, RequestJournalStart start);
  void ended(const RequestEnded& ended);
  caf::result<JournalPage> read(ReadJournal& wish);
  void keep_for(const KeepJournalFor& wish);
  void tick();
  void trim();
  void forget_bodies();
  caf::result<Committed> settle();

private:
  struct Reading;
  /// Not yet on disk.
  struct Waiting {
    std::string record;
    std::optional<std::string> bodies;
  };
  using WaitingByNumber = std::map<std::uint64_t, Waiting>;

  void write(std::function<void(bool)> then);
  [[nodiscard]] Commit commit_of(const WaitingByNumber& batch);
  void read_on(std::shared_ptr<Reading> reading);
  void read_bodies(std::shared_ptr<Reading> reading, std::size_t next);
  /// Everything before it that there will be is on disk.
  [[nodiscard]] std::uint64_t settled() const;
  void trim_page();
  void remove_old(const std::vector<StoreEntry>& page, std::uint64_t end);
  void arm();

  RequestJournal::pointer self_ = nullptr;
  std::optional<RequestJournalStart> deps_;
  std::uint64_t next_ = 1;
  std::uint64_t oldest_ = 1; // nothing before it is on disk
  /// The first records of the commits under way.
  std::set<std::uint64_t> writing_;
  WaitingByNumber waiting_;
  bool armed_ = false;
  bool trimming_ = false;
  bool forgetting_ = false; // bodies
};

RequestJournal::behavior_type request_journal_actor(RequestJournal::stateful_pointer<RequestJournalState> self,
                                                    RequestJournalStart start);

} // namespace geminid::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::ReadJournal)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::JournalPage)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::KeepJournalFor)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::WriteJournal)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::TrimJournal)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::ForgetBodies)
