// The families of metrics, and the counters that requests touch, found by name without making a label.
#pragma once

#include "server/gateway/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace geminid::gateway {

using Counters = prometheus::Family<prometheus::Counter>;
using Gauges = prometheus::Family<prometheus::Gauge>;
using Histograms = prometheus::Family<prometheus::Histogram>;

/// A family's counters by the value of one label. Beyond `values_max` values are counted as "other".
class CountersByLabel {
public:
  CountersByLabel(Counters& family, std::string label, std::size_t values_max)
      : family_(family), label_(std::move(label)), values_max_(values_max) {}

  void count(std::string_view value, double by = 1);

private:
  Counters& family_;
  std::string label_;
  std::size_t values_max_;
  std::map<std::string, prometheus::Counter*, std::less<>> known_;
};

/// The status codes of answers; 0: there was none.
using CountersByStatus = std::array<prometheus::Counter*, 1000>;

struct Metrics::Families {
  Families();

  Counters& counter(const char* name, const char* help);
  Gauges& gauge(const char* name, const char* help);
  Histograms& histogram(const char* name, const char* help);

  prometheus::Registry registry;

  // What requests count.
  struct Surface {
    prometheus::Histogram* seconds = nullptr;
    prometheus::Histogram* first_byte = nullptr;
    CountersByStatus statuses{};
  };
  struct Model {
    prometheus::Counter* prompt = nullptr;
    prometheus::Counter* completion = nullptr;
    prometheus::Counter* thinking = nullptr;
    prometheus::Counter* cached = nullptr;
  };
  Surface& surface(std::string_view name);
  /// `known`: Google has answered for it.
  Model& model(std::string_view name, bool known);

  Counters& requests;
  Histograms& seconds;
  Histograms& first_byte;
  Counters& attempts;
  prometheus::Histogram& attempt_seconds;
  Counters& tokens;
  CountersByLabel errors;
  CountersByLabel attempt_errors;
  std::array<prometheus::Counter*, 3> write_failures{};
  CountersByStatus attempt_statuses{};

  // What a snapshot sets.
  void set(const MetricsSnapshot& snapshot);
  Gauges& waiting;
  Gauges& keys;
  Gauges& circuits;
  Gauges& active;
  Gauges& connections;
  Gauges& streams;
  Gauges& upstream_idle;
  Gauges& upstream_calls;
  Gauges& store_bytes;
  Gauges& build;
  prometheus::Counter& cpu_seconds;
  Gauges& resident_bytes;
  Gauges& virtual_bytes;
  Gauges& threads;
  Gauges& open_files;
  Gauges& open_files_max;
  Gauges& started_at;

private:
  std::map<std::string, Surface, std::less<>> surfaces_;
  std::map<std::string, Model, std::less<>> models_;
};

} // namespace geminid::gateway
