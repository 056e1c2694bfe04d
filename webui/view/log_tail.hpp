// Records of a log, the newest first, as pages of it come: new ones in front while it grows, older ones behind. Pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace geminid::webui {

/// More are not kept: who looks further back names what is looked for.
inline constexpr std::size_t log_records_max = 5'000;

/// `Record` has an `id`; later ones have greater ids, as texts.
template <class Record>
class LogTail {
public:
  [[nodiscard]] const std::vector<Record>& records() const { return records_; }
  /// What asks for the page behind the last record; empty: there is none.
  [[nodiscard]] const std::string& before() const { return before_; }
  [[nodiscard]] bool full() const { return records_.size() >= log_records_max; }
  [[nodiscard]] bool has_more() const { return !before_.empty() && !full(); }
  /// Grows with each change.
  [[nodiscard]] unsigned revision() const { return revision_; }

  void clear() {
    records_.clear();
    before_.clear();
    ++revision_;
  }

  /// The newest page there is. Where it does not reach back to what is held, that is dropped: no gap goes unseen.
  void take_newest(std::vector<Record> page, std::string before) {
    const auto known = std::find_if(page.begin(), page.end(), [&](const Record& record) {
      return !records_.empty() && record.id <= records_.front().id;
    });
    const bool reaches = known != page.end() || before.empty() || (!records_.empty() && before <= records_.front().id);
    if (records_.empty() || !reaches) {
      records_ = std::move(page);
      before_ = std::move(before);
      ++revision_;
      return;
    }
    if (known == page.begin())
      return;
    records_.insert(records_.begin(), std::make_move_iterator(page.begin()), std::make_move_iterator(known));
    if (records_.size() > log_records_max) {
      records_.resize(log_records_max);
      before_ = records_.back().id;
    }
    ++revision_;
  }

  /// The page that `before()` asked for.
  void take_older(std::vector<Record> page, std::string before) {
    for (auto& record : page)
      if (records_.empty() || record.id < records_.back().id)
        records_.push_back(std::move(record));
    before_ = std::move(before);
    ++revision_;
  }

private:
  std::vector<Record> records_;
  std::string before_;
  unsigned revision_ = 0;
};

} // namespace geminid::webui
