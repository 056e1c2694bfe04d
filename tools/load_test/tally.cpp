#include "tools/load_test/tally.hpp"

#include <algorithm>

namespace geminid::load {
namespace {

constexpr std::size_t error_kinds_max = 64;

ErrorCount& count_of(std::map<std::string, ErrorCount>& errors, const std::string& error) {
  const bool room = errors.size() < error_kinds_max || errors.contains(error);
  return errors[room ? error : "other"];
}

void add_error(std::map<std::string, ErrorCount>& errors, const std::string& error, const ErrorCount& more) {
  auto& entry = count_of(errors, error);
  entry.count += more.count;
  if (entry.example.empty())
    entry.example = more.example;
}

} // namespace

void Tally::add(const Outcome& outcome) {
  bytes_sent += outcome.bytes_sent;
  bytes_received += outcome.bytes_received;
  if (outcome.cancelled) {
    ++cancelled;
    return;
  }
  ++statuses[outcome.status];
  late.add(outcome.late);
  events += outcome.events;
  streams += outcome.events > 0 ? 1 : 0;
  tokens.prompt += outcome.tokens.prompt;
  tokens.completion += outcome.tokens.completion;
  other_model += outcome.other_model ? 1 : 0;
  told_when_to_retry += outcome.told_when_to_retry ? 1 : 0;
  auto& kind = kinds.at(outcome.kind);
  if (!outcome.error.empty()) {
    ++failed;
    ++kind.failed;
    add_error(errors, outcome.error, {1, outcome.detail});
    return;
  }
  ++served;
  ++kind.served;
  for (const auto gap : outcome.gaps)
    between_events.add(gap);
  for (auto* first : {&first_byte, &kind.first_byte})
    first->add(outcome.first_byte);
  for (auto* whole : {&total, &kind.total})
    whole->add(outcome.total);
}

Tally& Tally::operator+=(const Tally& other) {
  served += other.served;
  failed += other.failed;
  cancelled += other.cancelled;
  in_window += other.in_window;
  late += other.late;
  first_byte += other.first_byte;
  between_events += other.between_events;
  total += other.total;
  streams += other.streams;
  events += other.events;
  bytes_sent += other.bytes_sent;
  bytes_received += other.bytes_received;
  tokens.prompt += other.tokens.prompt;
  tokens.completion += other.tokens.completion;
  other_model += other.other_model;
  told_when_to_retry += other.told_when_to_retry;
  for (const auto& [error, count] : other.errors)
    add_error(errors, error, count);
  for (const auto& [status, count] : other.statuses)
    statuses[status] += count;
  kinds.resize(std::max(kinds.size(), other.kinds.size()));
  for (std::size_t i = 0; i < other.kinds.size(); ++i) {
    kinds[i].served += other.kinds[i].served;
    kinds[i].failed += other.kinds[i].failed;
    kinds[i].first_byte += other.kinds[i].first_byte;
    kinds[i].total += other.kinds[i].total;
  }
  return *this;
}

Interval& Interval::operator+=(const Interval& other) {
  served += other.served;
  failed += other.failed;
  in_flight += other.in_flight;
  total += other.total;
  return *this;
}

} // namespace geminid::load
