#include "actors/policy/tally.hpp"

namespace geminid::policy {
namespace {

template <class Values>
auto& row(Values& values, std::string_view name) {
  if (const auto found = values.find(name); found != values.end())
    return found->second;
  return values[values.size() < tally_names_max ? std::string{name} : std::string{}];
}

template <class Values>
void merge(Values& into, const Values& from) {
  for (const auto& [name, value] : from)
    row(into, name) += value;
}

Counters counters_of(const dto::LogRecord& record) {
  return {1,
          dto::is_failure(record.status) ? 1 : 0,
          static_cast<std::int64_t>(record.attempts.size()),
          record.prompt_tokens,
          record.completion_tokens,
          record.thinking_tokens,
          record.cached_tokens};
}

// The tokens are of the attempt that was served, which is the last.
void add_attempts(CountersByName& keys, const dto::LogRecord& record) {
  for (const auto& attempt : record.attempts) {
    auto& key = row(keys, attempt.key_id);
    const bool last = &attempt == &record.attempts.back();
    const bool served = attempt.status == 200;
    key += {1,
            served ? 0 : 1,
            1,
            last ? record.prompt_tokens : 0,
            last ? record.completion_tokens : 0,
            last ? record.thinking_tokens : 0,
            last ? record.cached_tokens : 0};
  }
}

} // namespace

Counters& Counters::operator+=(const Counters& other) {
  requests += other.requests;
  failures += other.failures;
  attempts += other.attempts;
  prompt_tokens += other.prompt_tokens;
  completion_tokens += other.completion_tokens;
  thinking_tokens += other.thinking_tokens;
  cached_tokens += other.cached_tokens;
  return *this;
}

void Tally::add(const dto::LogRecord& record, Instant point) {
  const auto counters = counters_of(record);
  total += counters;
  points[point] += counters;
  row(surfaces, record.surface) += counters;
  if (!record.upstream_model.empty())
    row(models, record.upstream_model) += counters;
  if (!record.user_id.empty())
    row(users, record.user_id) += counters;
  add_attempts(keys, record);
  if (!record.error.empty())
    ++row(errors, record.error_code);
  if (record.first_byte_ms)
    first_byte.add(Duration{*record.first_byte_ms});
  latency.add(Duration{record.latency_ms});
}

Tally& Tally::operator+=(const Tally& other) {
  total += other.total;
  merge(keys, other.keys);
  merge(models, other.models);
  merge(users, other.users);
  merge(surfaces, other.surfaces);
  merge(errors, other.errors);
  first_byte += other.first_byte;
  latency += other.latency;
  for (const auto& [at, counters] : other.points)
    points[at] += counters;
  return *this;
}

} // namespace geminid::policy
