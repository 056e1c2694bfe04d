#include "server/store/rocks_store.hpp"

#include "server/store/private_files.hpp"
#include "server/store/rocks_options.hpp"

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <unistd.h>

namespace geminid::store {
namespace {

using rocksdb::Slice;
using rocksdb::Status;

Slice slice(std::string_view text) {
  return {text.data(), text.size()};
}

// RocksDB's texts may span lines.
std::string one_line(const Status& status) {
  auto text = status.ToString();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

// The first key behind all that begin with `prefix`; empty when there is none.
std::string after(std::string_view prefix) {
  constexpr char highest = '\xff';
  std::string end{prefix};
  while (!end.empty() && end.back() == highest)
    end.pop_back();
  if (!end.empty())
    ++end.back();
  return end;
}

Error open_error(const std::filesystem::path& directory, const Status& status) {
  const auto text = one_line(status);
  const auto where = "the data directory " + directory.string();
  const auto says = [&text](std::string_view words) { return text.find(words) != std::string::npos; };
  if (says("Permission denied"))
    return {where + " is not readable and writable for this user, uid " + std::to_string(::geteuid()) + " (" + text +
            ")"};
  if (says("Read-only file system"))
    return {where + " is on a read-only file system: mount a writable one there, or choose another directory (" + text +
            ")"};
  if (says("While lock file") || says("lock hold by current process"))
    return {where + " is in use by another process: is geminid running?"};
  if (status.IsCorruption())
    return {where + " is damaged, restore a backup or choose another directory (" + text + ")"};
  return {where + " cannot be opened (" + text + ")"};
}

Result<std::unique_ptr<rocksdb::DB>> open_database(const std::filesystem::path& directory) {
  rocksdb::DB* database = nullptr;
  if (const auto status = rocksdb::DB::Open(small_rocks_options(), directory.string(), &database); !status.ok())
    return open_error(directory, status);
  return std::unique_ptr<rocksdb::DB>{database};
}

class RocksStore final : public Store {
public:
  RocksStore(std::filesystem::path directory, std::unique_ptr<rocksdb::DB> database)
      : directory_(std::move(directory)), database_(std::move(database)) {}

  Result<Done> commit(const std::vector<StoreWrite>& writes) override {
    if (needs_recovery_)
      if (auto recovered = recover(); !recovered)
        return recovered;
    rocksdb::WriteBatch batch;
    for (const auto& [key, value] : writes)
      if (const auto status = value ? batch.Put(key, *value) : batch.Delete(key); !status.ok())
        return failure("write", status);
    rocksdb::WriteOptions durable;
    durable.sync = true;
    if (const auto status = database_->Write(durable, &batch); !status.ok()) {
      needs_recovery_ = true;
      return failure("write", status);
    }
    return Done{};
  }

  Result<std::vector<StoreEntry>> scan(std::string_view prefix) const override {
    if (!database_)
      return closed();
    const std::unique_ptr<rocksdb::Iterator> cursor{database_->NewIterator(rocksdb::ReadOptions{})};
    std::vector<StoreEntry> entries;
    for (cursor->Seek(slice(prefix)); cursor->Valid() && cursor->key().starts_with(slice(prefix)); cursor->Next())
      entries.push_back({cursor->key().ToString(), cursor->value().ToString()});
    if (const auto status = cursor->status(); !status.ok())
      return failure("read", status);
    return entries;
  }

  Result<std::vector<StoreEntry>> scan_back(std::string_view prefix, std::string_view before,
                                            std::size_t count) const override {
    if (!database_)
      return closed();
    const std::unique_ptr<rocksdb::Iterator> cursor{database_->NewIterator(rocksdb::ReadOptions{})};
    std::vector<StoreEntry> entries;
    auto end = after(prefix);
    if (!before.empty() && (end.empty() || before < end))
      end = before;
    if (end.empty())
      cursor->SeekToLast();
    else
      cursor->SeekForPrev(slice(end));
    if (cursor->Valid() && !end.empty() && cursor->key() == slice(end))
      cursor->Prev();
    for (; entries.size() < count && cursor->Valid() && cursor->key().starts_with(slice(prefix)); cursor->Prev())
      entries.push_back({cursor->key().ToString(), cursor->value().ToString()});
    if (const auto status = cursor->status(); !status.ok())
      return failure("read", status);
    return entries;
  }

  Result<std::optional<std::string>> get(std::string_view key) const override {
    if (!database_)
      return closed();
    std::string value;
    const auto status = database_->Get(rocksdb::ReadOptions{}, slice(key), &value);
    if (status.IsNotFound())
      return std::optional<std::string>{};
    if (!status.ok())
      return failure("read", status);
    return std::optional{std::move(value)};
  }

  std::int64_t bytes_on_disk() const override {
    std::int64_t bytes = 0;
    std::error_code ec;
    for (auto entry = std::filesystem::recursive_directory_iterator{directory_, ec}; !ec && entry != end(entry);
         entry.increment(ec)) {
      std::error_code gone; // RocksDB removes files as it likes
      const auto size = entry->is_regular_file(gone) ? entry->file_size(gone) : 0;
      if (!gone)
        bytes += static_cast<std::int64_t>(size);
    }
    return bytes;
  }

private:
  // After a failed write RocksDB refuses all others, and not every cause of it can be resumed from: then the log is
  // replayed by opening again.
  Result<Done> recover() {
    if (!database_ || !database_->Resume().ok()) {
      database_.reset();
      auto reopened = open_database(directory_);
      if (!reopened)
        return reopened.error();
      database_ = std::move(*reopened);
    }
    needs_recovery_ = false;
    return Done{};
  }

  Error failure(std::string_view what, const Status& status) const {
    return {"the store in " + directory_.string() + " could not " + std::string{what} + " (" + one_line(status) + ")"};
  }

  Error closed() const { return {"the store in " + directory_.string() + " is closed after a failed write"}; }

  std::filesystem::path directory_;
  std::unique_ptr<rocksdb::DB> database_; // empty while reopening after a failure does not succeed
  bool needs_recovery_ = false;
};

} // namespace

Result<std::unique_ptr<Store>> open_rocks_store(const std::filesystem::path& directory) {
  if (auto prepared = ensure_private_directory(directory); !prepared)
    return Error{"the data directory " + prepared.error().message};
  auto database = open_database(directory);
  if (!database)
    return database.error();
  return std::unique_ptr<Store>{std::make_unique<RocksStore>(directory, std::move(*database))};
}

} // namespace geminid::store
