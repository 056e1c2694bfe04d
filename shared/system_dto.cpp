#include "shared/system_dto.hpp"

namespace geminid::dto {
namespace {

constexpr TextRule word{.size_max = 4'096};
constexpr ListRule addresses{.count_max = 100, .item = word};
constexpr std::int64_t cpu_seconds_max = 1'000'000'000'000;

void read(Fields& fields, SystemProcess& out) {
  fields.positive_number("cpu_seconds", out.cpu_seconds, cpu_seconds_max)
      .integer("resident_bytes", out.resident_bytes, count_range)
      .integer("threads", out.threads, count_range)
      .integer("open_files", out.open_files, count_range)
      .integer("open_files_max", out.open_files_max, count_range);
}

json to_json(const SystemProcess& process) {
  return {{"cpu_seconds", process.cpu_seconds},
          {"resident_bytes", process.resident_bytes},
          {"threads", process.threads},
          {"open_files", process.open_files},
          {"open_files_max", process.open_files_max}};
}

void read(Fields& fields, SystemTraffic& out) {
  fields.integer("waiting_requests", out.waiting_requests, count_range)
      .integer("active_requests", out.active_requests, count_range)
      .integer("open_connections", out.open_connections, count_range)
      .integer("open_streams", out.open_streams, count_range)
      .integer("upstream_calls", out.upstream_calls, count_range)
      .integer("upstream_idle_connections", out.upstream_idle_connections, count_range);
}

json to_json(const SystemTraffic& traffic) {
  return {
      {"waiting_requests", traffic.waiting_requests}, {"active_requests", traffic.active_requests},
      {"open_connections", traffic.open_connections}, {"open_streams", traffic.open_streams},
      {"upstream_calls", traffic.upstream_calls},     {"upstream_idle_connections", traffic.upstream_idle_connections}};
}

void read(Fields& fields, SystemStore& out) {
  fields.text("directory", out.directory, word)
      .integer("bytes", out.bytes, count_range)
      .text("filesystem", out.filesystem, word)
      .boolean("persistent", out.persistent)
      .text("master_key", out.master_key, word);
}

json to_json(const SystemStore& store) {
  return {{"directory", store.directory},
          {"bytes", store.bytes},
          {"filesystem", store.filesystem},
          {"persistent", store.persistent},
          {"master_key", store.master_key}};
}

void read(Fields& fields, SystemKeepAliveResult& out) {
  fields.instant("at", out.at)
      .integer("status", out.status, count_range)
      .text("error", out.error, word)
      .integer("ms", out.ms, count_range);
}

json to_json(const SystemKeepAliveResult& result) {
  return {{"at", to_rfc3339(result.at)}, {"status", result.status}, {"error", result.error}, {"ms", result.ms}};
}

void read(Fields& fields, SystemKeepAlive& out) {
  fields.boolean("enabled", out.enabled)
      .integer("interval_minutes", out.interval_minutes, count_range)
      .nullable("last", out.last, [](Fields& f, SystemKeepAliveResult& last) {
        f.object("last", [&](Fields& inner) { read(inner, last); });
      });
}

json to_json(const SystemKeepAlive& keep_alive) {
  return {{"enabled", keep_alive.enabled},
          {"interval_minutes", keep_alive.interval_minutes},
          {"last", keep_alive.last ? to_json(*keep_alive.last) : json(nullptr)}};
}

} // namespace

Result<SystemStatus> parse_system_status(const json& document) {
  SystemStatus status;
  Fields fields{document};
  fields.text("version", status.version, word)
      .text("commit", status.commit, word)
      .instant("started_at", status.started_at)
      .integer("uptime_seconds", status.uptime_seconds, count_range)
      .text("public_url", status.public_url, word)
      .strings("listeners", status.listeners, addresses)
      .text("log_level", status.log_level, word)
      .object("process", [&](Fields& inner) { read(inner, status.process); })
      .object("traffic", [&](Fields& inner) { read(inner, status.traffic); })
      .object("store", [&](Fields& inner) { read(inner, status.store); })
      .object("keep_alive", [&](Fields& inner) { read(inner, status.keep_alive); })
      .object("keys", [&](Fields& inner) {
        const auto* keys = document.is_object() && document.contains("keys") ? &document.at("keys") : nullptr;
        if (keys == nullptr || !keys->is_object() || keys->size() > states_max)
          return;
        for (const auto& [state, number] : keys->items()) {
          SystemKeys of_state{state, 0};
          inner.integer(state, of_state.count, count_range);
          status.keys.push_back(std::move(of_state));
        }
      });
  return fields.finish(std::move(status));
}

json to_json(const SystemStatus& status) {
  json keys = json::object();
  for (const auto& [state, number] : status.keys)
    keys[state] = number;
  return {{"version", status.version},
          {"commit", status.commit},
          {"started_at", to_rfc3339(status.started_at)},
          {"uptime_seconds", status.uptime_seconds},
          {"public_url", status.public_url},
          {"listeners", status.listeners},
          {"log_level", status.log_level},
          {"process", to_json(status.process)},
          {"traffic", to_json(status.traffic)},
          {"store", to_json(status.store)},
          {"keep_alive", to_json(status.keep_alive)},
          {"keys", std::move(keys)}};
}

} // namespace geminid::dto
