// How the request log is read, a page at a time.
#include "actors/kept_promise.hpp"
#include "actors/request_journal_actor.hpp"
#include "actors/request_journal_record.hpp"

namespace geminid::actors {
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
  ScanBack scan{std::string{journal_record_prefix}, {}, journal_page_size};
  if (!reading->wish.id.empty())
    scan.prefix += reading->wish.id;
  else if (!reading->wish.before.empty())
    scan.before = journal_record_key(reading->wish.before);
  self_->request(deps_->storage, caf::infinite, std::move(scan))
      .then(
          [this, reading](const Scanned& stored) {
            auto& page = reading->page;
            for (const auto& entry : stored.entries) {
              reading->wish.before = entry.key.substr(journal_record_prefix.size());
              ++reading->looked_at;
              const auto& filter = reading->wish.filter;
              if (const auto answered = journal_record_status(entry.value); answered && !filter.accepts(*answered))
                continue;
              if (auto record = journal_record_from(entry); record && filter.matches(*record))
                page.records.push_back(std::move(*record));
              if (page.records.size() == reading->wish.limit)
                break;
            }
            const bool more = stored.entries.size() == journal_page_size;
            const bool full = page.records.size() == reading->wish.limit;
            if (more && !full && reading->looked_at < looked_at_max)
              return read_on(reading);
            if (more || (full && stored.entries.back().key != journal_record_key(reading->wish.before)))
              page.next_before = reading->wish.before;
            read_bodies(reading, 0);
          },
          [reading](caf::error& error) { reading->promise.deliver(std::move(error)); });
}

// One after another: there are a page's at most.
void RequestJournalState::read_bodies(std::shared_ptr<Reading> reading, std::size_t next) {
  auto& page = reading->page;
  if (!reading->wish.bodies || next == page.records.size())
    return reading->promise.deliver(std::move(page));
  self_->request(deps_->storage, caf::infinite, Scan{journal_bodies_key(page.records[next].id)})
      .then(
          [this, reading, next](const Scanned& stored) {
            reading->page.records[next].bodies = journal_bodies_from(stored.entries);
            read_bodies(reading, next + 1);
          },
          [reading](caf::error& error) { reading->promise.deliver(std::move(error)); });
}

} // namespace geminid::actors
