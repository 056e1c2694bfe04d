#include "actors/request_journal_actor.hpp"

#include "actors/kept_promise.hpp"
#include "actors/numbered_records.hpp"

#include <algorithm>

namespace geminid::actors {
namespace {

constexpr std::size_t page_size = 500;
constexpr Duration day{24 * 3'600'000};

std::string record_key(std::string_view id) {
  return std::string{journal_record_prefix}.append(id);
}

std::optional<dto::LogRecord> record_from(const StoreEntry& entry) {
  const auto document = nlohmann::json::parse(entry.value, nullptr, false);
  if (!document.is_object())
    return std::nullopt;
  auto record = dto::parse_log_record(document);
  return record ? std::optional{std::move(*record)} : std::nullopt;
}

bool is_one_of(const std::optional<std::string>& wanted, const std::string& one, const std::string& other) {
  return !wanted || *wanted == one || *wanted == other;
}

} // namespace

bool JournalFilter::matches(const dto::LogRecord& record) const {
  const bool tried = !key || std::any_of(record.attempts.begin(), record.attempts.end(), [&](const auto& attempt) {
    return is_one_of(key, attempt.key_id, attempt.key);
  });
  return tried && is_one_of(user, record.user_id, record.user) &&
         is_one_of(model, record.model, record.upstream_model) && (!status || *status == record.status);
}

std::uint64_t next_journal_record(const std::vector<StoreEntry>& newest) {
  return next_number(newest, journal_record_prefix);
}

RequestJournal::behavior_type request_journal_actor(RequestJournal::stateful_pointer<RequestJournalState> self,
                                                    RequestJournalStart start) {
  auto& state = self->state;
  state.start(self, std::move(start));
  return {
      [&state](const RequestEnded& ended) { state.ended(ended); },
      [&state](ReadJournal& wish) { return state.read(wish); },
      [&state](const KeepJournalFor& wish) { state.keep_for(wish.days); },
      [&state](const WriteJournal&) { state.tick(); },
      [&state](const TrimJournal&) { state.trim(); },
      [&state](const Settle&) { return state.settle(); },
  };
}

void RequestJournalState::start(RequestJournal::pointer self, RequestJournalStart start) {
  self_ = self;
  deps_.emplace(std::move(start));
  next_ = pending_ = deps_->next_record;
  oldest_ = next_ > deps_->records_max ? next_ - deps_->records_max : 1;
  trim();
}

void RequestJournalState::ended(const RequestEnded& ended) {
  auto record = *ended.record;
  record.id = record_id(next_++);
  waiting_.push_back({record_key(record.id), dto::to_text(dto::to_json(record))});
  if (waiting_.size() > waiting_max)
    waiting_.erase(waiting_.begin());
  if (waiting_.size() == batch_max)
    write([](bool) {});
  arm();
}

void RequestJournalState::tick() {
  armed_ = false;
  write([](bool) {});
}

void RequestJournalState::write(std::function<void(bool)> then) {
  if (waiting_.empty())
    return then(true);
  const auto kept = std::make_shared<const std::vector<StoreWrite>>(std::exchange(waiting_, {}));
  const auto oldest = oldest_;
  Commit commit{*kept};
  for (; next_ - oldest_ > deps_->records_max; ++oldest_)
    commit.writes.push_back({record_key(record_id(oldest_)), std::nullopt});
  ++writing_;
  self_->request(deps_->storage, caf::infinite, std::move(commit))
      .then(
          [this, then](const Committed&) {
            if (--writing_ == 0 && waiting_.empty())
              pending_ = next_;
            then(true);
          },
          [this, then, kept, oldest](const caf::error&) {
            --writing_;
            oldest_ = std::min(oldest_, oldest);
            waiting_.insert(waiting_.begin(), kept->begin(), kept->end());
            arm();
            then(false);
          });
}

/// One reader's way through the pages.
struct RequestJournalState::Reading {
  ReadJournal wish;
  KeptPromise<JournalPage> promise;
  JournalPage page = {};
  std::size_t looked_at = 0;
};

caf::result<JournalPage> RequestJournalState::read(ReadJournal& wish) {
  const auto reading = std::make_shared<Reading>(
      Reading{std::move(wish), KeptPromise<JournalPage>{self_->make_response_promise<JournalPage>()}});
  write([this, reading](bool written) {
    if (written)
      read_on(reading);
    else
      reading->promise.deliver(caf::make_error(caf::sec::runtime_error));
  });
  return reading->promise.given();
}

void RequestJournalState::read_on(std::shared_ptr<Reading> reading) {
  ScanBack scan{std::string{journal_record_prefix}, {}, page_size};
  if (!reading->wish.before.empty())
    scan.before = record_key(reading->wish.before);
  self_->request(deps_->storage, caf::infinite, std::move(scan))
      .then(
          [this, reading](const Scanned& stored) {
            auto& page = reading->page;
            for (const auto& entry : stored.entries) {
              reading->wish.before = entry.key.substr(journal_record_prefix.size());
              ++reading->looked_at;
              if (auto record = record_from(entry); record && reading->wish.filter.matches(*record))
                page.records.push_back(std::move(*record));
              if (page.records.size() == reading->wish.limit)
                break;
            }
            const bool more = stored.entries.size() == page_size;
            const bool full = page.records.size() == reading->wish.limit;
            if (more && !full && reading->looked_at < looked_at_max)
              return read_on(reading);
            if (more || (full && stored.entries.back().key != record_key(reading->wish.before)))
              page.next_before = reading->wish.before;
            reading->promise.deliver(std::move(page));
          },
          [reading](caf::error& error) { reading->promise.deliver(std::move(error)); });
}

void RequestJournalState::keep_for(std::int64_t days) {
  deps_->days = days;
  if (!trimming_)
    trim_page();
}

void RequestJournalState::trim() {
  if (!trimming_)
    trim_page();
  self_->delayed_send(self_, trim_every, TrimJournal{});
}

// Looks at the oldest page of numbers; what it removes makes the next page the oldest.
void RequestJournalState::trim_page() {
  const auto end = std::min({oldest_ + page_size, next_, pending_});
  trimming_ = oldest_ < end;
  if (!trimming_)
    return;
  ScanBack scan{std::string{journal_record_prefix}, record_key(record_id(end)), page_size};
  self_->request(deps_->storage, caf::infinite, std::move(scan))
      .then([this, end](const Scanned& stored) { remove_old(stored.entries, end); },
            [this](const caf::error&) { trimming_ = false; });
}

void RequestJournalState::remove_old(const std::vector<StoreEntry>& page, std::uint64_t end) {
  const auto oldest_wanted = deps_->time.at(self_->clock().now()) - deps_->days * day;
  Commit commit;
  for (const auto& entry : page)
    if (const auto record = record_from(entry); !record || record->at < oldest_wanted)
      commit.writes.push_back({entry.key, std::nullopt});
  const bool all = commit.writes.size() == page.size();
  self_->request(deps_->storage, caf::infinite, std::move(commit))
      .then(
          [this, end, all](const Committed&) {
            trimming_ = false;
            if (!all)
              return;
            oldest_ = std::max(oldest_, end);
            trim_page();
          },
          [this](const caf::error&) { trimming_ = false; });
}

caf::result<Committed> RequestJournalState::settle() {
  KeptPromise<Committed> promise{self_->make_response_promise<Committed>()};
  write([promise](bool written) mutable {
    if (written)
      promise.deliver(Committed{});
    else
      promise.deliver(caf::make_error(caf::sec::runtime_error));
  });
  return promise.given();
}

void RequestJournalState::arm() {
  if (!std::exchange(armed_, true))
    self_->delayed_send(self_, write_every, WriteJournal{});
}

} // namespace geminid::actors
