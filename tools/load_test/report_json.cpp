#include "tools/load_test/report.hpp"

namespace geminid::load {
namespace {

using json = nlohmann::ordered_json;

double ms(std::chrono::nanoseconds took) {
  return std::chrono::duration<double, std::milli>(took).count();
}

json latency_json(const Histogram& histogram) {
  json out{{"count", histogram.count()}};
  for (const auto& [name, share] : percentiles)
    out[std::string{name}] = ms(histogram.percentile(share));
  out["max"] = ms(histogram.max());
  out["mean"] = ms(histogram.mean());
  return out;
}

json process_json(const Report& report, const ProcessUse& use) {
  return {{"cpu_seconds", use.cpu_seconds},
          {"cpu_us_per_request", report.cpu_per_request(use) * 1e6},
          {"resident_bytes_idle", use.resident_idle},
          {"resident_bytes_peak", use.resident_peak},
          {"resident_bytes_end", use.resident_end}};
}

json keys_json(const KeySpread& spread) {
  json keys = json::array();
  for (const auto& key : spread.keys)
    keys.push_back({{"id", key.id}, {"name", key.name}, {"attempts", key.attempts}, {"failures", key.failures}});
  return {{"total", spread.keys.size()}, {"used", spread.used},    {"attempts", spread.attempts},
          {"failures", spread.failures}, {"least", spread.least},  {"median", spread.median},
          {"most", spread.most},         {"keys", std::move(keys)}};
}

json kinds_json(const Report& report) {
  json out = json::array();
  for (std::size_t i = 0; i < report.scenario.kinds.size(); ++i) {
    const auto& wanted = report.scenario.kinds[i];
    const auto& kind = report.tally.kinds.at(i);
    out.push_back({{"name", wanted.name},
                   {"surface", wanted.surface->name},
                   {"model", wanted.model},
                   {"stream", wanted.stream},
                   {"served", kind.served},
                   {"failed", kind.failed},
                   {"first_byte_ms", latency_json(kind.first_byte)},
                   {"total_ms", latency_json(kind.total)}});
  }
  return out;
}

json points_json(const Report& report) {
  const auto optional_ms = [](const auto& value) { return value ? json(ms(*value)) : json(nullptr); };
  json out = json::array();
  for (const auto& point : report.points)
    out.push_back({{"at_s", point.at.count()},
                   {"seconds", point.length.count()},
                   {"served", point.served},
                   {"failed", point.failed},
                   {"in_flight", point.in_flight},
                   {"p50_ms", optional_ms(point.p50)},
                   {"p99_ms", optional_ms(point.p99)},
                   {"resident_bytes", point.resident_bytes ? json(*point.resident_bytes) : json(nullptr)}});
  return out;
}

json errors_json(const Tally& tally) {
  json out = json::array();
  for (const auto& [error, count] : tally.errors)
    out.push_back({{"kind", error}, {"count", count.count}, {"example", count.example}});
  return out;
}

} // namespace

json report_json(const Report& report) {
  const auto& tally = report.tally;
  json out{{"format", "geminid load_test 1"},
           {"name", report.scenario.name},
           {"url", report.scenario.url},
           {"load", load_text(report.scenario)},
           {"seed", report.scenario.seed},
           {"started_at", report.started_at},
           {"verified", report.verified},
           {"interrupted", report.interrupted},
           {"threads", report.threads},
           {"warm_up_s", report.scenario.warm_up.count()},
           {"measured_s", report.measured.count()},
           {"sent", report.sent},
           {"requests", tally.finished()},
           {"served", tally.served},
           {"failed", tally.failed},
           {"broken_off", tally.cancelled},
           {"ended_while_measured", tally.in_window},
           {"requests_per_second", report.rate()},
           {"tokens", {{"prompt", tally.tokens.prompt}, {"completion", tally.tokens.completion}}},
           {"streams", tally.streams},
           {"chunks", tally.events},
           {"bytes", {{"sent", tally.bytes_sent}, {"received", tally.bytes_received}}},
           {"answered_by_other_model", tally.other_model},
           {"told_when_to_retry", tally.told_when_to_retry}};
  auto& latency = out["latency_ms"] = json::object();
  for (const auto& row : latencies(report))
    latency[std::string{row.name}] = latency_json(*row.histogram);
  out["errors"] = errors_json(tally);
  for (const auto& [status, count] : tally.statuses)
    out["statuses"][std::to_string(status)] = count;
  out["mix"] = kinds_json(report);
  out["server"] = report.server ? process_json(report, *report.server) : json(nullptr);
  out["load_test"] = process_json(report, report.own);
  out["keys"] = report.keys ? keys_json(*report.keys) : json(nullptr);
  out["retries"] = report.retries ? json{{"requests", report.retries->requests},
                                         {"tried_again", report.retries->tried_again},
                                         {"attempts_most", report.retries->attempts_most}}
                                  : json(nullptr);
  out["series"] = points_json(report);
  out["warnings"] = report.warnings;
  out["broken_thresholds"] = report.broken_thresholds;
  return out;
}

} // namespace geminid::load
