#include "actors/request_journal_actor.hpp"

#include "actors/kept_promise.hpp"
#include "actors/numbered_records.hpp"
#include "actors/request_journal_record.hpp"

#include <algorithm>

namespace geminid::actors {
namespace {

constexpr Duration day{24 * 3'600'000};

bool is_one_of(const std::optional<std::string>& wanted, const std::string& one, const std::string& other) {
  return !wanted || *wanted == one || *wanted == other;
}

} // namespace

bool JournalFilter::matches(const dto::LogRecord& record) const {
  const bool tried = !key || std::any_of(record.attempts.begin(), record.attempts.end(), [&](const auto& attempt) {
    return is_one_of(key, attempt.key_id, attempt.key);
  });
  return tried && is_one_of(user, record.user_id, record.user) &&
         is_one_of(model, record.model, record.upstream_model) && accepts(record.status);
}

bool JournalFilter::accepts(std::int64_t answered) const {
  return (!status || *status == answered) && (!failed || dto::is_failure(answered));
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
      [&state](const KeepJournalFor& wish) { state.keep_for(wish); },
      [&state](const WriteJournal&) { state.tick(); },
      [&state](const TrimJournal&) { state.trim(); },
      [&state](const ForgetBodies&) { state.forget_bodies(); },
      [&state](const Settle&) { return state.settle(); },
  };
}

void RequestJournalState::start(RequestJournal::pointer self, RequestJournalStart start) {
  self_ = self;
  deps_.emplace(std::move(start));
  next_ = deps_->next_record;
  oldest_ = next_ > deps_->records_max ? next_ - deps_->records_max : 1;
  trim();
  if (!deps_->bodies)
    forget_bodies();
}

void RequestJournalState::ended(const RequestEnded& ended) {
  auto record = *ended.record;
  const auto number = next_++;
  record.id = record_id(number);
  Waiting waiting;
  if (const auto bodies = std::exchange(record.bodies, std::nullopt); bodies && deps_->bodies)
    waiting.bodies = dto::to_text(*bodies);
  waiting.record = dto::to_text(record);
  waiting_.emplace(number, std::move(waiting));
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

Commit RequestJournalState::commit_of(const WaitingByNumber& batch) {
  Commit commit;
  for (const auto& [number, waiting] : batch) {
    const auto id = record_id(number);
    commit.writes.push_back({journal_record_key(id), waiting.record});
    if (waiting.bodies)
      commit.writes.push_back({journal_bodies_key(id), waiting.bodies});
    if (deps_->bodies && number > deps_->bodies_max)
      commit.writes.push_back({journal_bodies_key(record_id(number - deps_->bodies_max)), std::nullopt});
  }
  for (; next_ - oldest_ > deps_->records_max; ++oldest_) {
    commit.writes.push_back({journal_record_key(record_id(oldest_)), std::nullopt});
    if (deps_->bodies)
      commit.writes.push_back({journal_bodies_key(record_id(oldest_)), std::nullopt});
  }
  return commit;
}

void RequestJournalState::write(std::function<void(bool)> then) {
  if (waiting_.empty() && writing_.empty())
    return then(true);
  if (waiting_.empty()) { // the storage answers in order: what is under way is on disk then
    self_->request(deps_->storage, caf::infinite, Commit{})
        .then([then](const Committed&) { then(true); }, [then](const caf::error&) { then(false); });
    return;
  }
  const auto kept = std::make_shared<WaitingByNumber>(std::exchange(waiting_, {}));
  const auto first = kept->begin()->first;
  const auto oldest = oldest_;
  writing_.insert(first);
  self_->request(deps_->storage, caf::infinite, commit_of(*kept))
      .then(
          [this, then, first](const Committed&) {
            writing_.erase(first);
            then(true);
          },
          [this, then, kept, first, oldest](const caf::error&) {
            writing_.erase(first);
            oldest_ = std::min(oldest_, oldest);
            for (auto& [number, waiting] : *kept)
              waiting.bodies.reset(); // a disk that is full keeps the records at least
            waiting_.merge(*kept);
            deps_->write_failed();
            arm();
            then(false);
          });
}

std::uint64_t RequestJournalState::settled() const {
  auto settled = next_;
  if (!waiting_.empty())
    settled = std::min(settled, waiting_.begin()->first);
  if (!writing_.empty())
    settled = std::min(settled, *writing_.begin());
  return settled;
}

void RequestJournalState::keep_for(const KeepJournalFor& wish) {
  deps_->days = wish.days;
  deps_->bodies = wish.bodies;
  if (!wish.bodies)
    forget_bodies();
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
  const auto end = std::min(oldest_ + journal_page_size, settled());
  trimming_ = oldest_ < end;
  if (!trimming_)
    return;
  ScanBack scan{std::string{journal_record_prefix}, journal_record_key(record_id(end)), journal_page_size};
  self_->request(deps_->storage, caf::infinite, std::move(scan))
      .then([this, end](const Scanned& stored) { remove_old(stored.entries, end); },
            [this](const caf::error&) { trimming_ = false; });
}

void RequestJournalState::remove_old(const std::vector<StoreEntry>& page, std::uint64_t end) {
  const auto oldest_wanted = deps_->time.at(self_->clock().now()) - deps_->days * day;
  Commit commit;
  bool all = true;
  for (const auto& entry : page) {
    const auto record = journal_record_from(entry);
    if (record && record->at >= oldest_wanted) {
      all = false;
      continue;
    }
    commit.writes.push_back({entry.key, std::nullopt});
    if (deps_->bodies)
      commit.writes.push_back({journal_bodies_key(entry.key.substr(journal_record_prefix.size())), std::nullopt});
  }
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

// All of them, a page at a time; what is still being written then is found by the next look.
void RequestJournalState::forget_bodies() {
  for (auto& [number, waiting] : waiting_)
    waiting.bodies.reset();
  if (deps_->bodies || std::exchange(forgetting_, true))
    return;
  const auto again = [this] {
    forgetting_ = false;
    self_->delayed_send(self_, write_every, ForgetBodies{});
  };
  self_->request(deps_->storage, caf::infinite, ScanBack{std::string{journal_bodies_prefix}, {}, journal_page_size})
      .then(
          [this, again](const Scanned& stored) {
            if (stored.entries.empty() && writing_.empty()) {
              forgetting_ = false;
              return;
            }
            Commit commit;
            for (const auto& entry : stored.entries)
              commit.writes.push_back({entry.key, std::nullopt});
            self_->request(deps_->storage, caf::infinite, std::move(commit))
                .then(
                    [this](const Committed&) {
                      forgetting_ = false;
                      forget_bodies();
                    },
                    [again](const caf::error&) { again(); });
          },
          [again](const caf::error&) { again(); });
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
