#include "server/gateway/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace geminid::gateway {

using prometheus::Counter;
using prometheus::Gauge;
using prometheus::Histogram;

namespace {

template <class Builder>
auto& family(prometheus::Registry& registry, Builder builder, const char* name, const char* help) {
  return builder.Name(name).Help(help).Register(registry);
}

} // namespace

struct Metrics::Families {
  prometheus::Registry registry;
  prometheus::Family<Counter>& requests =
      family(registry, prometheus::BuildCounter(), "geminid_requests_total", "Client requests that have ended.");
  prometheus::Family<Histogram>& seconds =
      family(registry, prometheus::BuildHistogram(), "geminid_request_duration_seconds",
             "From a client request's head to the end of its answer.");
  prometheus::Family<Counter>& attempts =
      family(registry, prometheus::BuildCounter(), "geminid_upstream_attempts_total", "Requests to Google.");
  prometheus::Family<Counter>& tokens = family(registry, prometheus::BuildCounter(), "geminid_tokens_total",
                                               "Tokens that Google counted, thinking among the completion's.");
  prometheus::Family<Gauge>& waiting =
      family(registry, prometheus::BuildGauge(), "geminid_waiting_requests", "Requests that wait for a key with room.");
  prometheus::Family<Gauge>& keys = family(registry, prometheus::BuildGauge(), "geminid_keys", "Gemini keys by state.");
  prometheus::Family<Gauge>& circuits =
      family(registry, prometheus::BuildGauge(), "geminid_circuits", "Circuits that are not closed.");
};

Metrics::Metrics() : families_(std::make_unique<Families>()) {}

Metrics::~Metrics() = default;

void Metrics::request(std::string_view surface, int status, Duration took) {
  const std::string name{surface};
  families_->requests.Add({{"surface", name}, {"status", std::to_string(status)}}).Increment();
  static const Histogram::BucketBoundaries boundaries{0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600};
  families_->seconds.Add({{"surface", name}}, boundaries).Observe(std::chrono::duration<double>{took}.count());
}

void Metrics::attempt(int status) {
  families_->attempts.Add({{"status", std::to_string(status)}}).Increment();
}

void Metrics::tokens(std::int64_t prompt, std::int64_t completion) {
  families_->tokens.Add({{"kind", "prompt"}}).Increment(static_cast<double>(prompt));
  families_->tokens.Add({{"kind", "completion"}}).Increment(static_cast<double>(completion));
}

std::string Metrics::text(const MetricsSnapshot& snapshot) {
  families_->waiting.Add({}).Set(static_cast<double>(snapshot.waiting_requests));
  for (const auto& [state, count] : snapshot.keys)
    families_->keys.Add({{"state", state}}).Set(static_cast<double>(count));
  for (const char* scope : {"model", "location", "project"})
    for (const char* state : {"open", "half_open"}) {
      const auto found = snapshot.circuits.find({scope, state});
      const auto count = found == snapshot.circuits.end() ? 0 : found->second;
      families_->circuits.Add({{"scope", scope}, {"state", state}}).Set(static_cast<double>(count));
    }
  return prometheus::TextSerializer{}.Serialize(families_->registry.Collect());
}

} // namespace geminid::gateway
