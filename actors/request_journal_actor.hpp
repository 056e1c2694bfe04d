// The request log on disk: one record a client request, written behind the requests in batches, the newest
// `records_max` kept, and none that is older than the operator wants. A crash loses at most `write_every` of it.
#pragma once

#include "actors/clock.hpp"
#include "actors/messages.hpp"
#include "actors/statistics_actor.hpp"
#include "shared/log_dto.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace geminid::actors {

inline constexpr std::string_view journal_record_prefix = "log/";

/// What a reader of the log wants to see; what is not given matches everything.
struct JournalFilter {
  std::optional<std::string> key = {};   // id or masked form of a key that was tried
  std::optional<std::string> user = {};  // id or name
  std::optional<std::string> model = {}; // either name
  std::optional<std::int64_t> status = {};

  [[nodiscard]] bool matches(const dto::LogRecord& record) const;
};

struct ReadJournal {
  JournalFilter filter;
  std::string before; // an id; empty: from the newest
  std::size_t limit = 100;
};
struct JournalPage {
  std::vector<dto::LogRecord> records; // newest first
  /// Where to go on; empty: there is nothing older. A page of a rare filter may hold less than `limit` and still go on.
  std::string next_before;
};
/// Records older than so many days are removed.
struct KeepJournalFor {
  std::int64_t days = 7;
};
struct WriteJournal {};
struct TrimJournal {};

/// Errors: sec::runtime_error when the disk refuses.
using RequestJournal = caf::typed_actor<caf::reacts_to<RequestEnded>, caf::replies_to<ReadJournal>::with<JournalPage>,
                                        caf::reacts_to<KeepJournalFor>, caf::reacts_to<WriteJournal>,
                                        caf::reacts_to<TrimJournal>, caf::replies_to<Settle>::with<Committed>>;

struct RequestJournalStart {
  TimeBase time;
  StorageActor storage;
  std::uint64_t next_record = 1;
  std::int64_t days = 7;
  std::uint64_t records_max = 50'000;
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
  void keep_for(std::int64_t days);
  void tick();
  void trim();
  caf::result<Committed> settle();

private:
  struct Reading;

  void write(std::function<void(bool)> then);
  void read_on(std::shared_ptr<Reading> reading);
  void trim_page();
  void remove_old(const std::vector<StoreEntry>& page, std::uint64_t end);
  void arm();

  RequestJournal::pointer self_ = nullptr;
  std::optional<RequestJournalStart> deps_;
  std::uint64_t next_ = 1;
  std::uint64_t oldest_ = 1;  // nothing before it is on disk
  std::uint64_t pending_ = 1; // everything before it that there will be is on disk
  std::size_t writing_ = 0;   // commits of records under way
  std::vector<StoreWrite> waiting_;
  bool armed_ = false;
  bool trimming_ = false;
};

RequestJournal::behavior_type request_journal_actor(RequestJournal::stateful_pointer<RequestJournalState> self,
                                                    RequestJournalStart start);

} // namespace geminid::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::ReadJournal)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::JournalPage)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::KeepJournalFor)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::WriteJournal)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::TrimJournal)
