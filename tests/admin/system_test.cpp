#include "server/admin/system_probe.hpp"
#include "shared/system_dto.hpp"
#include "tests/admin/admin_test.hpp"
#include "tests/support/metrics_text.hpp"

#include <cstdio>
#include <fstream>

namespace geminid::test::system_test {
namespace {

dto::SystemStatus status_of(GatewayWorld& world) {
  const auto answer = world.admin("GET", "/system");
  EXPECT_EQ(answer.status, 200) << answer.body;
  const auto status = dto::parse_system_status(answer.document);
  EXPECT_TRUE(status) << answer.body;
  return status ? *status : dto::SystemStatus{};
}

std::int64_t keys_in(const dto::SystemStatus& status, std::string_view state) {
  for (const auto& of : status.keys)
    if (of.state == state)
      return of.count;
  return -1;
}

Answer metrics(GatewayWorld& world) {
  return world.request("GET", "/metrics", bearer(GatewayWorld::admin_token), "");
}

TEST(SystemStatus, SaysWhatTheProcessIsAndDoes) {
  GatewayWorld world;
  const auto ids = world.add_keys(3);
  EXPECT_EQ(world.admin("PATCH", "/keys/" + ids[0], {{"enabled", false}}).status, 200);
  const auto status = status_of(world);
  EXPECT_FALSE(status.version.empty());
  EXPECT_FALSE(status.commit.empty());
  EXPECT_EQ(status.listeners, std::vector{"127.0.0.1:" + std::to_string(world.port())});
  EXPECT_EQ(status.public_url, "");
  EXPECT_EQ(status.log_level, "debug");
  EXPECT_EQ(status.store.master_key, "file");
  EXPECT_GT(status.store.bytes, 0);
  EXPECT_NE(status.store.filesystem, "");
  EXPECT_GT(status.process.resident_bytes, 1'000'000);
  EXPECT_GE(status.process.threads, 1);
  EXPECT_EQ(status.traffic.active_requests, 1); // this one
  EXPECT_GE(status.traffic.open_connections, 1);
  EXPECT_EQ(status.traffic.waiting_requests, 0);
  EXPECT_EQ(keys_in(status, "healthy"), 2);
  EXPECT_EQ(keys_in(status, "disabled"), 1);
  world.leap(std::chrono::minutes{3});
  EXPECT_GE(status_of(world).uptime_seconds, 180);
  EXPECT_EQ(status_of(world).started_at, status.started_at);
}

TEST(SystemStatus, CountsStreamsAndCallsWhileTheyLast) {
  GatewayWorld world;
  world.add_key();
  sim::Fault hang;
  hang.kind = sim::FaultKind::hang;
  ASSERT_TRUE(world.google().faults().add(hang));
  const auto pending = world.begin_stream();
  world.run_until([&] { return world.google().hung() == 1; });
  auto traffic = status_of(world).traffic;
  EXPECT_EQ(traffic.active_requests, 2);
  EXPECT_EQ(traffic.upstream_calls, 1);
  world.google().release_hung();
  world.finish(pending);
  world.settle();
  traffic = status_of(world).traffic;
  EXPECT_EQ(traffic.open_streams, 0);
  EXPECT_EQ(traffic.upstream_calls, 0);
  EXPECT_EQ(traffic.upstream_idle_connections, 1);
}

TEST(SystemStatus, KnowsWhichFileSystemsAreLost) {
  EXPECT_TRUE(admin::file_system(0xef53).persistent);
  EXPECT_FALSE(admin::file_system(0x794c7630).persistent);
  EXPECT_EQ(admin::file_system(0x01021994).name, "tmpfs");
  EXPECT_EQ(admin::file_system(0x1234).name, "1234");
}

TEST(LogLevel, IsASettingThatTakesEffectAtOnceAndIsKept) {
  GatewayWorld world;
  world.add_key();
  world.set({{"logs", {{"level", "error"}}}});
  EXPECT_EQ(status_of(world).log_level, "error");
  const auto before = world.log().size();
  world.chat();
  EXPECT_EQ(world.log().size(), before);
  world.restart();
  EXPECT_EQ(status_of(world).log_level, "error");
  world.set({{"logs", {{"level", nullptr}}}});
  EXPECT_EQ(status_of(world).log_level, "debug");
  const auto answer = world.chat();
  EXPECT_NE(world.log().find("request=" + answer.header("x-request-id")), std::string::npos);
  expect_invalid(world.admin("PATCH", "/settings", {{"logs", {{"level", "loud"}}}}), "logs.level");
}

TEST(Metrics, AreForTheAdmin) {
  GatewayWorld world;
  EXPECT_EQ(world.request("GET", "/metrics", "", "").status, 401);
  EXPECT_EQ(metrics(world).header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
}

TEST(Metrics, AreWhatTheFieldExpects) {
  GatewayWorld world;
  world.add_key();
  world.chat();
  world.stream();
  const auto text = metrics(world).body;
  EXPECT_EQ(metric(text, "geminid_build_info"), 1);
  EXPECT_GT(metric(text, "process_resident_memory_bytes"), 1'000'000);
  EXPECT_GT(metric(text, "process_start_time_seconds"), 1e9);
  EXPECT_GT(metric(text, "process_open_fds"), 2);
  EXPECT_GT(metric(text, "geminid_store_bytes"), 0);
  EXPECT_EQ(metric(text, "geminid_request_first_byte_seconds_count"), 2);
  EXPECT_EQ(metric(text, "geminid_keys", "healthy"), 1);
  EXPECT_EQ(metric(text, "geminid_upstream_idle_connections"), 1);
  EXPECT_NE(text.find("geminid_write_failures_total{what=\"audit\"} 0"), std::string::npos);
}

// Debian's python3-prometheus-client, which also knows the naming conventions.
TEST(Metrics, AreReadByAnIndependentParser) {
  GatewayWorld world;
  world.add_key();
  world.chat();
  const TempDirectory folder;
  const auto file = folder.path() / "metrics.txt";
  std::ofstream{file} << metrics(world).body;
  const auto command = "/usr/bin/python3 '" GEMINID_METRICS_READER "' '" + file.string() + "' 2>&1";
  auto* const reader = ::popen(command.c_str(), "r");
  ASSERT_NE(reader, nullptr);
  std::string said;
  for (int c = std::fgetc(reader); c != EOF; c = std::fgetc(reader))
    said += static_cast<char>(c);
  EXPECT_EQ(::pclose(reader), 0) << said;
  EXPECT_TRUE(said.starts_with("read ")) << said;
}

TEST(Cors, IsForTheApiAndNeverForTheAdmin) {
  GatewayWorld world{{.cors_origins = "*"}};
  const std::string page = "Origin: https://app.example\r\nAccess-Control-Request-Method: GET\r\n";
  EXPECT_EQ(world.request("OPTIONS", "/v1/models", page, "").status, 204);
  EXPECT_EQ(world.request("GET", "/v1/models", page, "").header("access-control-allow-origin"), "*");
  for (const auto* path : {"/admin/api/keys", "/admin/api/login", "/metrics"}) {
    EXPECT_EQ(world.request("OPTIONS", path, page, "").status, 405) << path;
    EXPECT_EQ(world.request("GET", path, page, "").head.find("ccess-control"), std::string::npos) << path;
  }
}

} // namespace
} // namespace geminid::test::system_test
