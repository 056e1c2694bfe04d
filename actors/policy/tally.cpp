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

Counters counters(bool failed, std::size_t attempts, const dto::LogTokens& tokens, std::optional<std::int64_t> cost) {
  return {1,
          failed ? 1 : 0,
          static_cast<std::int64_t>(attempts),
          tokens.prompt,
          tokens.completion,
          tokens.thinking,
          tokens.cached,
          cost.value_or(0)};
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
  cost += other.cost;
  return *this;
}

void Tally::add(const dto::LogRecord& record, Instant point) {
  const auto request = counters(dto::is_failure(record.status), record.attempts.size(), record.tokens, record.cost);
  total += request;
  points[point] += request;
  row(surfaces, record.surface) += request;
  if (!record.upstream_model.empty())
    row(models, record.upstream_model) += request;
  if (!record.user_id.empty())
    row(users, record.user_id) += request;
  for (const auto& attempt : record.attempts)
    row(keys, attempt.key_id) += counters(attempt.status != 200, 1, attempt.tokens, attempt.cost);
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
  for (const auto& [at, of] : other.points)
    points[at] += of;
  return *this;
}

} // namespace geminid::policy
