// Keeps on disk what the gateway remembers between requests: thought signatures and what models refuse. Writes behind
// the requests, so none waits for the disk, and what a crash catches in memory only is forgotten. io thread only.
#pragma once

#include "actors/messages.hpp"
#include "server/gateway/memory_record.hpp"
#include "server/net/task.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace geminid::gateway {

/// What a former run left.
struct StoredMemory {
  std::vector<RememberedSignature> signatures;
  std::vector<ModelFindings> findings;
};

class MemoryKeeper {
public:
  /// Fills both with what is stored and follows what changes in them from then on. They, and `io`, outlive it.
  MemoryKeeper(net::asio::io_context& io, caf::strong_actor_ptr port, actors::StorageActor storage,
               std::shared_ptr<const SecretBox> box, SignatureCache& signatures, FieldFindings& findings,
               StoredMemory stored);
  MemoryKeeper(const MemoryKeeper&) = delete;
  MemoryKeeper& operator=(const MemoryKeeper&) = delete;

  /// Stores what is not stored yet; what changes later is not. Before the storage actor ends. Once.
  net::Task<void> stop();

private:
  enum class Kind : std::uint8_t { signature, findings };
  using Change = std::pair<Kind, std::string>; // the signature's key, or the model

  void changed(Kind kind, const std::string& name);
  net::Task<void> write_all();
  net::Task<bool> write(std::vector<Change> changes);
  [[nodiscard]] StoreWrite record(const Change& change) const;

  net::asio::io_context& io_;
  caf::strong_actor_ptr port_;
  actors::StorageActor storage_;
  std::shared_ptr<const SecretBox> box_;
  SignatureCache& signatures_;
  FieldFindings& findings_;
  std::set<Change> changes_; // not on disk yet; what they are now is read when they are written
  bool writing_ = false;
  bool failing_ = false;              // the last write failed, and the log says so
  boost::asio::steady_timer written_; // never expires; is cancelled when `writing_` ends
};

} // namespace geminid::gateway
