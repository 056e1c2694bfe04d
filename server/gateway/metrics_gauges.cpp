// The families themselves, and what is measured at the moment of asking.
#include "server/gateway/metrics_families.hpp"

namespace geminid::gateway {
namespace {

constexpr std::size_t error_codes_max = 64;

double value(std::uint64_t count) {
  return static_cast<double>(count);
}

void set_to(prometheus::Family<prometheus::Gauge>& family, double value) {
  family.Add({}).Set(value);
}

} // namespace

Metrics::Families::Families()
    : requests(counter("geminid_requests_total", "Client requests that have ended.")),
      seconds(histogram("geminid_request_duration_seconds", "From a client request's head to the end of its answer.")),
      first_byte(histogram("geminid_request_first_byte_seconds",
                           "From a client request's head to the first byte of its answer.")),
      attempts(counter("geminid_upstream_attempts_total", "Requests to Google; status 0: there was no answer.")),
      attempt_seconds(histogram("geminid_upstream_attempt_duration_seconds",
                                "From the sending of a request to Google to the end of its answer.")
                          .Add({}, prometheus::Histogram::BucketBoundaries{0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
                                                                           120, 300, 600})),
      tokens(counter("geminid_tokens_total", "Tokens that Google counted: thinking is among the completion's, cached "
                                             "among the prompt's. Models that have not answered are \"other\".")),
      errors(counter("geminid_request_errors_total", "Client requests that were answered with an error, by its code."),
             "code", error_codes_max),
      attempt_errors(counter("geminid_upstream_errors_total",
                             "Requests to Google that failed, by what the refusal or the wire's fault means."),
                     "kind", error_codes_max),
      waiting(gauge("geminid_waiting_requests", "Requests that wait for a key with room.")),
      keys(gauge("geminid_keys", "Gemini keys by state.")),
      circuits(gauge("geminid_circuits", "Circuits that are not closed.")),
      active(gauge("geminid_active_requests", "HTTP requests that are being answered.")),
      connections(gauge("geminid_open_connections", "Connections of clients.")),
      streams(gauge("geminid_open_streams", "Streamed answers that have begun and not ended.")),
      upstream_idle(gauge("geminid_upstream_idle_connections", "Kept-alive connections to Google without a request.")),
      upstream_calls(gauge("geminid_upstream_calls", "Requests to Google under way.")),
      store_bytes(gauge("geminid_store_bytes", "Size of the data directory on disk.")),
      build(gauge("geminid_build_info", "Always 1; the labels say which build it is.")),
      cpu_seconds(counter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.").Add({})),
      resident_bytes(gauge("process_resident_memory_bytes", "Resident memory size in bytes.")),
      virtual_bytes(gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.")),
      threads(gauge("process_threads", "Number of OS threads in the process.")),
      open_files(gauge("process_open_fds", "Number of open file descriptors.")),
      open_files_max(gauge("process_max_fds", "Maximum number of open file descriptors.")),
      started_at(gauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.")) {
  auto& failures = counter("geminid_write_failures_total", "Writes behind the requests that the disk refused.");
  constexpr std::array<const char*, 3> names{"request_log", "statistics", "audit"};
  for (std::size_t i = 0; i < names.size(); ++i)
    write_failures.at(i) = &failures.Add({{"what", names.at(i)}});
}

Counters& Metrics::Families::counter(const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

Gauges& Metrics::Families::gauge(const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

Histograms& Metrics::Families::histogram(const char* name, const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}

void Metrics::Families::set(const MetricsSnapshot& snapshot) {
  set_to(waiting, value(snapshot.waiting_requests));
  for (const auto& [state, count] : snapshot.keys)
    keys.Add({{"state", state}}).Set(value(count));
  for (const char* scope : {"model", "location", "project"})
    for (const char* state : {"open", "half_open"}) {
      const auto found = snapshot.circuits.find({scope, state});
      circuits.Add({{"scope", scope}, {"state", state}})
          .Set(found == snapshot.circuits.end() ? 0 : value(found->second));
    }
  set_to(active, value(snapshot.active_requests));
  set_to(connections, value(snapshot.open_connections));
  set_to(streams, value(snapshot.open_streams));
  set_to(upstream_idle, value(snapshot.upstream_idle_connections));
  set_to(upstream_calls, value(snapshot.upstream_calls));
  set_to(store_bytes, value(snapshot.store_bytes));
  build.Add({{"version", snapshot.version}, {"commit", snapshot.commit}}).Set(1);
  const auto& process = snapshot.process;
  cpu_seconds.Increment(process.cpu_seconds - cpu_seconds.Value());
  set_to(resident_bytes, static_cast<double>(process.resident_bytes));
  set_to(virtual_bytes, static_cast<double>(process.virtual_bytes));
  set_to(threads, static_cast<double>(process.threads));
  set_to(open_files, static_cast<double>(process.open_files));
  set_to(open_files_max, static_cast<double>(process.open_files_max));
  set_to(started_at, process.started_at);
}

} // namespace geminid::gateway
