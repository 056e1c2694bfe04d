#include "shared/system_dto.hpp"

#include <gtest/gtest.h>

namespace geminid::system_dto_test {
using namespace geminid::dto;

namespace {

SystemStatus some_status() {
  SystemStatus status;
  status.version = "0.1.0";
  status.commit = "0123456789ab";
  status.started_at = *geminid::parse_rfc3339("2026-11-23T12:00:00.25Z");
  status.uptime_seconds = 86'400;
  status.public_url = "https://gateway.example";
  status.listeners = {"0.0.0.0:8080"};
  status.log_level = "info";
  status.process = {12.5, 50'000'000, 6, 40, 1'024};
  status.traffic = {1, 2, 3, 4, 5, 6};
  status.store = {"./data", 123'456, "overlay", false, "file"};
  status.keep_alive = {true, 14, {}};
  status.keys = {{"healthy", 7}, {"invalid", 1}};
  return status;
}

TEST(SystemDto, ComesBackFromItsOwnDocument) {
  auto status = some_status();
  for (const auto& last : {std::optional<SystemKeepAliveResult>{},
                           std::optional{SystemKeepAliveResult{status.started_at, 502, "status 502", 31}}}) {
    status.keep_alive.last = last;
    const auto again = parse_system_status(to_json(status));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(*again, status);
  }
}

TEST(SystemDto, RefusesByNameWhatIsNoStatus) {
  auto document = to_json(some_status());
  document["traffic"]["open_streams"] = "many";
  EXPECT_EQ(parse_system_status(document).error().field, "traffic.open_streams");
  document = to_json(some_status());
  document["keys"]["healthy"] = -1;
  EXPECT_EQ(parse_system_status(document).error().field, "keys.healthy");
}

} // namespace
} // namespace geminid::system_dto_test
