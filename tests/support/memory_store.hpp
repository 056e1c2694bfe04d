// A Store without a disk, for tests of what uses one: quick, and it fails on request.
#pragma once

#include "shared/store.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <utility>

namespace geminid::test {

/// What outlives a MemoryStore: give it to the next one to play a restart.
using MemoryDisk = std::map<std::string, std::string, std::less<>>;

class MemoryStore final : public Store {
public:
  explicit MemoryStore(std::shared_ptr<MemoryDisk> disk = std::make_shared<MemoryDisk>()) : disk_(std::move(disk)) {}

  /// The next `count` commits write nothing and answer `error`.
  void fail_next_commits(int count = 1, Error error = {"the disk is full"}) {
    failures_left_ = count;
    failure_ = std::move(error);
  }

  /// The next `count` reads answer an error.
  void fail_next_reads(int count = 1) { read_failures_left_ = count; }

  /// Commits that succeeded.
  [[nodiscard]] int commit_count() const { return commit_count_; }
  [[nodiscard]] const MemoryDisk& disk() const { return *disk_; }

  Result<Done> commit(const std::vector<StoreWrite>& writes) override {
    if (failures_left_ > 0) {
      --failures_left_;
      return failure_;
    }
    for (const auto& [key, value] : writes) {
      if (value)
        disk_->insert_or_assign(key, *value);
      else
        disk_->erase(key);
    }
    ++commit_count_;
    return Done{};
  }

  [[nodiscard]] Result<std::vector<StoreEntry>> scan(std::string_view prefix) const override {
    if (read_failures_left_ > 0) {
      --read_failures_left_;
      return Error{"the disk can't be read"};
    }
    std::vector<StoreEntry> entries;
    for (auto at = disk_->lower_bound(prefix); at != disk_->end() && at->first.starts_with(prefix); ++at)
      entries.push_back({at->first, at->second});
    return entries;
  }

  [[nodiscard]] Result<std::optional<std::string>> get(std::string_view key) const override {
    const auto found = disk_->find(key);
    return found == disk_->end() ? std::optional<std::string>{} : std::optional{found->second};
  }

  [[nodiscard]] std::int64_t bytes_on_disk() const override {
    std::int64_t bytes = 0;
    for (const auto& [key, value] : *disk_)
      bytes += static_cast<std::int64_t>(key.size() + value.size());
    return bytes;
  }

private:
  std::shared_ptr<MemoryDisk> disk_;
  int failures_left_ = 0;
  mutable int read_failures_left_ = 0;
  Error failure_;
  int commit_count_ = 0;
};

} // namespace geminid::test
