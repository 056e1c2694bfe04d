// Counts the traffic: the minute, the hour and the day that are now, in memory, and those before them in the store.
// What was counted since the last write is lost in a crash, at most `write_every` of it; no request waits for a disk.
#pragma once

#include "actors/clock.hpp"
#include "actors/messages.hpp"
#include "actors/tally_record.hpp"

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace geminid::actors {

/// A client request has ended.
struct RequestEnded {
  std::shared_ptr<const dto::LogRecord> record;
};
/// The present span and those before it: 60 minutes, 24 hours, 7, 30 or 366 days.
struct GetStatistics {
  enum class Window : std::uint8_t { hour, day, week, month, year };
  Window window = Window::hour;
};
struct StatisticsReply {
  Instant since{};
  Instant now{};
  policy::Tally tally;
};
struct WriteTallies {};

/// Errors: sec::runtime_error when the disk refuses.
using Statistics = caf::typed_actor<caf::reacts_to<RequestEnded>, caf::replies_to<GetStatistics>::with<StatisticsReply>,
                                    caf::reacts_to<WriteTallies>, caf::replies_to<Settle>::with<Committed>>;

struct StatisticsStart {
  TimeBase time;
  StorageActor storage;
  /// The disk refused counts, which are written later.
  std::function<void()> write_failed = [] {};
};

class StatisticsState {
public:
  static inline const char* name = "statistics";
  static constexpr Duration write_every{10'000};

  void start(Statistics::pointer self, StatisticsStart start);
  void ended(const RequestEnded& ended);
  caf::result<StatisticsReply> get(const GetStatistics& wish);
  void tick();
  caf::result<Committed> settle();

private:
  /// The span of one resolution that is now.
  struct Present {
    const Resolution* of;
    std::int64_t index = 0;
    policy::Tally tally = {};
    bool changed = false; // since it was written
  };

  [[nodiscard]] Instant now() const { return deps_->time.at(self_->clock().now()); }
  void read_back(Present& present);
  /// Closes the spans that are over.
  void advance(Instant now);
  void close(Present& present, std::int64_t next);
  [[nodiscard]] std::vector<StoreWrite> take_changes();
  /// Writes what changed and tells whether it is on disk; what is not is written again the next time.
  void write(std::function<void(bool)> then);
  void arm();

  Statistics::pointer self_ = nullptr;
  std::optional<StatisticsStart> deps_;
  std::array<Present, 3> present_{Present{&by_minute}, Present{&by_hour}, Present{&by_day}};
  /// Of spans that are over, not yet written, by their keys; nothing: to be removed.
  std::map<std::string, std::optional<std::string>> closed_;
  bool armed_ = false;
};

Statistics::behavior_type statistics_actor(Statistics::stateful_pointer<StatisticsState> self, StatisticsStart start);

} // namespace geminid::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::RequestEnded)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::GetStatistics)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::StatisticsReply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::WriteTallies)
