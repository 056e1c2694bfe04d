#include "actors/policy/minute_window.hpp"

#include <algorithm>

namespace geminid::policy {

void MinuteWindow::add(Instant now, std::int64_t tokens) {
  expire(now);
  ++requests_;
  tokens_ += tokens;
  // A clock that went back must not make an entry leave too early: it joins the newest.
  if (!entries_.empty() && now - entries_.back().first < granularity) {
    auto& entry = entries_.back();
    entry.last = std::max(entry.last, now);
    ++entry.requests;
    entry.tokens += tokens;
    return;
  }
  entries_.push_back({now, now, 1, tokens});
}

void MinuteWindow::absorb(const Entry& entry) {
  const auto place = std::upper_bound(entries_.begin(), entries_.end(), entry,
                                      [](const Entry& a, const Entry& b) { return a.last < b.last; });
  entries_.insert(place, entry);
  requests_ += entry.requests;
  tokens_ += entry.tokens;
}

void MinuteWindow::adjust_tokens(Instant at, std::int64_t difference) {
  if (auto* entry = find(at)) {
    entry->tokens += difference;
    tokens_ += difference;
  }
}

void MinuteWindow::remove(Instant at, std::int64_t tokens) {
  auto* entry = find(at);
  if (!entry || entry->requests == 0)
    return;
  --entry->requests;
  entry->tokens -= tokens;
  --requests_;
  tokens_ -= tokens;
}

void MinuteWindow::expire(Instant now) {
  while (!entries_.empty() && entries_.front().last + length <= now) {
    requests_ -= entries_.front().requests;
    tokens_ -= entries_.front().tokens;
    entries_.pop_front();
  }
}

Instant MinuteWindow::next_change() const {
  return entries_.empty() ? Instant::max() : entries_.front().last + length;
}

Instant MinuteWindow::empty_at(Instant now) const {
  return entries_.empty() ? now : entries_.back().last + length;
}

Instant MinuteWindow::when_at_most(std::int64_t requests_max, std::int64_t tokens_max, Instant now) const {
  Instant when;
  when_at_most(requests_max, {&tokens_max, 1}, now, {&when, 1});
  return when;
}

void MinuteWindow::when_at_most(std::int64_t requests_max, std::span<const std::int64_t> tokens_max, Instant now,
                                std::span<Instant> when) const {
  auto requests = requests_;
  auto tokens = tokens_;
  auto at = now;
  std::size_t found = 0;
  for (const auto& entry : entries_) {
    const bool has_left = entry.last + length <= now;
    while (!has_left && found < when.size() && requests <= requests_max && tokens <= tokens_max[found])
      when[found++] = at;
    if (found == when.size())
      return;
    requests -= entry.requests;
    tokens -= entry.tokens;
    at = std::max(at, entry.last + length);
  }
  std::fill(when.begin() + static_cast<std::ptrdiff_t>(found), when.end(), at);
}

MinuteWindow::Entry* MinuteWindow::find(Instant at) {
  const auto entry = std::lower_bound(entries_.begin(), entries_.end(), at,
                                      [](const Entry& e, Instant instant) { return e.last < instant; });
  return entry != entries_.end() && entry->first <= at ? &*entry : nullptr;
}

} // namespace geminid::policy
