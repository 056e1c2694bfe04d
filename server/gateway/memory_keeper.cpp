#include "server/gateway/memory_keeper.hpp"

#include "actors/ask.hpp"
#include "server/log/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <iterator>

namespace geminid::gateway {
namespace {

/// Sealing so many takes the io thread a moment that no stream notices.
constexpr std::size_t records_a_commit = 16;
/// While the disk takes nothing. Records that outlive this are read, and dropped, by the next start.
constexpr std::size_t changes_max = 50'000;

} // namespace

MemoryKeeper::MemoryKeeper(net::asio::io_context& io, caf::strong_actor_ptr port, actors::StorageActor storage,
                           std::shared_ptr<const SecretBox> box, SignatureCache& signatures, FieldFindings& findings,
                           StoredMemory stored)
    : io_(io), port_(std::move(port)), storage_(std::move(storage)), box_(std::move(box)), signatures_(signatures),
      findings_(findings), written_(io, boost::asio::steady_timer::time_point::max()) {
  signatures_.on_change([this](const std::string& key) { changed(Kind::signature, key); });
  findings_.on_change([this](const std::string& model) { changed(Kind::findings, model); });
  signatures_.restore(std::move(stored.signatures));
  findings_.restore(std::move(stored.findings));
}

net::Task<void> MemoryKeeper::stop() {
  signatures_.on_change({});
  findings_.on_change({});
  while (writing_)
    co_await written_.async_wait(net::as_tuple);
  writing_ = true;
  co_await write_all();
}

void MemoryKeeper::changed(Kind kind, const std::string& name) {
  if (changes_.size() < changes_max)
    changes_.emplace(kind, name);
  if (!std::exchange(writing_, true))
    net::asio::co_spawn(io_, write_all(), net::asio::detached);
}

// After a failure the next change tries again, with all that waits.
net::Task<void> MemoryKeeper::write_all() {
  co_await net::asio::post(io_.get_executor(), net::as_tuple); // whose change it was goes first
  bool stored = true;
  while (stored && !changes_.empty()) {
    const auto end =
        std::next(changes_.begin(), static_cast<std::ptrdiff_t>(std::min(changes_.size(), records_a_commit)));
    std::vector<Change> some{changes_.begin(), end};
    changes_.erase(changes_.begin(), end);
    stored = co_await write(std::move(some));
  }
  writing_ = false;
  written_.cancel();
}

net::Task<bool> MemoryKeeper::write(std::vector<Change> changes) {
  actors::Commit commit;
  for (const auto& change : changes)
    commit.writes.push_back(record(change));
  const auto committed = co_await actors::ask(port_, storage_, std::move(commit));
  if (!committed) {
    changes_.insert(std::make_move_iterator(changes.begin()), std::make_move_iterator(changes.end()));
    if (!std::exchange(failing_, true))
      log::error("thought signatures and findings about models could not be stored; a restart now forgets them");
    co_return false;
  }
  failing_ = false;
  co_return true;
}

StoreWrite MemoryKeeper::record(const Change& change) const {
  const auto& [kind, name] = change;
  if (kind == Kind::signature) {
    const auto* entry = signatures_.entry(name);
    return entry ? to_record(*entry, *box_) : StoreWrite{signature_record_key(name, *box_), std::nullopt};
  }
  const auto findings = findings_.about(name);
  return findings.empty() ? StoreWrite{std::string{findings_record_prefix} + name, std::nullopt}
                          : to_record(name, findings);
}

} // namespace geminid::gateway
