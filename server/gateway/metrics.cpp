#include "server/gateway/metrics.hpp"

#include "server/gateway/metrics_families.hpp"

#include <prometheus/text_serializer.h>

#include <algorithm>

namespace geminid::gateway {
namespace {

constexpr std::size_t models_max = 100;
constexpr std::string_view other = "other";

const prometheus::Histogram::BucketBoundaries answer_seconds{0.05, 0.1, 0.25, 0.5, 1,   2.5, 5,
                                                             10,   30,  60,   120, 300, 600};

double seconds(std::int64_t ms) {
  return static_cast<double>(ms) / 1'000;
}

double amount(std::int64_t tokens) {
  return static_cast<double>(tokens);
}

std::size_t index_of(const CountersByStatus& statuses, std::int64_t status) {
  return status < 0 || status >= static_cast<std::int64_t>(statuses.size()) ? 0 : static_cast<std::size_t>(status);
}

} // namespace

void CountersByLabel::count(std::string_view value, double by) {
  auto found = known_.find(value);
  if (found == known_.end()) {
    const auto label = std::string{known_.size() < values_max_ ? value : other};
    found = known_.emplace(label, &family_.Add({{label_, label}})).first;
  }
  found->second->Increment(by);
}

Metrics::Families::Surface& Metrics::Families::surface(std::string_view name) {
  if (const auto found = surfaces_.find(name); found != surfaces_.end())
    return found->second;
  auto& made = surfaces_[std::string{name}];
  made.seconds = &seconds.Add({{"surface", std::string{name}}}, answer_seconds);
  made.first_byte = &first_byte.Add({{"surface", std::string{name}}}, answer_seconds);
  return made;
}

Metrics::Families::Model& Metrics::Families::model(std::string_view name, bool known) {
  if (const auto found = models_.find(name); found != models_.end())
    return found->second;
  const auto label = std::string{known && models_.size() < models_max ? name : other};
  if (const auto found = models_.find(label); found != models_.end())
    return found->second;
  const auto of_kind = [&](const char* kind) { return &tokens.Add({{"kind", kind}, {"model", label}}); };
  return models_[label] = {of_kind("prompt"), of_kind("completion"), of_kind("thinking"), of_kind("cached")};
}

Metrics::Metrics() : families_(std::make_unique<Families>()) {}

Metrics::~Metrics() = default;

void Metrics::ended(const dto::LogRecord& record) {
  auto& surface = families_->surface(record.surface);
  const auto status = index_of(surface.statuses, record.status);
  auto*& requests = surface.statuses.at(status);
  if (requests == nullptr)
    requests = &families_->requests.Add({{"surface", record.surface}, {"status", std::to_string(status)}});
  requests->Increment();
  surface.seconds->Observe(seconds(record.latency_ms));
  if (record.first_byte_ms)
    surface.first_byte->Observe(seconds(*record.first_byte_ms));
  if (!record.error.empty())
    families_->errors.count(record.error_code);

  for (const auto& attempt : record.attempts) {
    auto*& attempts = families_->attempt_statuses.at(index_of(families_->attempt_statuses, attempt.status));
    if (attempts == nullptr)
      attempts = &families_->attempts.Add({{"status", std::to_string(attempt.status)}});
    attempts->Increment();
    families_->attempt_seconds.Observe(seconds(attempt.ms));
    if (!attempt.kind.empty())
      families_->attempt_errors.count(attempt.kind);
  }
  if (record.attempts.empty())
    return;
  const bool known = std::any_of(record.attempts.begin(), record.attempts.end(),
                                 [](const auto& attempt) { return attempt.status == 200; });
  auto& model = families_->model(record.upstream_model, known);
  model.prompt->Increment(amount(record.tokens.prompt));
  model.completion->Increment(amount(record.tokens.completion));
  model.thinking->Increment(amount(record.tokens.thinking));
  model.cached->Increment(amount(record.tokens.cached));
}

void Metrics::write_failed(Written what) {
  families_->write_failures.at(static_cast<std::size_t>(what))->Increment();
}

std::string Metrics::text(const MetricsSnapshot& snapshot) {
  families_->set(snapshot);
  return prometheus::TextSerializer{}.Serialize(families_->registry.Collect());
}

} // namespace geminid::gateway
