#include "webui/api/live.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::live_test {
namespace {

std::string pulse_text(std::int64_t requests) {
  dto::Pulse pulse;
  pulse.requests = requests;
  pulse.keys["healthy"] = 2;
  return dto::to_text(dto::to_json(pulse));
}

TEST(Live, KeepsTheLastFiveMinutesOfPulses) {
  Live live;
  for (std::int64_t i = 0; i < 310; ++i)
    EXPECT_EQ(live.take("pulse", pulse_text(i), {}), Change::pulse);
  EXPECT_EQ(live.pulses().size(), Live::pulses_max);
  EXPECT_EQ(live.latest()->requests, 309);
  EXPECT_EQ(live.latest()->keys.at("healthy"), 2);
}

TEST(Live, HasNothingNewToShowWhileThereIsNoTraffic) {
  Live live;
  EXPECT_EQ(live.take("pulse", pulse_text(3), {}), Change::pulse);
  for (std::size_t i = 1; i < Live::pulses_max; ++i)
    EXPECT_EQ(live.take("pulse", pulse_text(0), {}), Change::pulse) << "the chart still shows the traffic";
  EXPECT_EQ(live.take("pulse", pulse_text(0), {}), Change::pulse) << "it leaves the chart";
  EXPECT_EQ(live.take("pulse", pulse_text(0), {}), Change::none);
  EXPECT_EQ(live.take("pulse", pulse_text(1), {}), Change::pulse);
}

TEST(Live, RemembersWarningsTheNewestFirstAndNotForever) {
  Live live;
  for (int i = 0; i < 60; ++i)
    live.take("warning",
              R"({"id":"key_)" + std::to_string(i) +
                  R"(","model":"m","window":"rpm","used":8,"limit":10,"project":null})",
              {});
  ASSERT_EQ(live.warnings().size(), Live::warnings_max);
  EXPECT_EQ(live.warnings().front().key_id, "key_59");
  EXPECT_EQ(live.warnings().front().limit, 10);
}

TEST(Live, SaysWhatAnAdminsChangeConcerns) {
  const auto change = [](const std::string& operation) {
    Live live;
    return live.take("changed", R"({"operation":")" + operation + R"(","target":""})", {});
  };
  EXPECT_EQ(change("patchKey"), Change::keys);
  EXPECT_EQ(change("changeKeys"), Change::keys);
  EXPECT_EQ(change("createUserKey"), Change::user_keys);
  EXPECT_EQ(change("putModel"), Change::models);
  EXPECT_EQ(change("patchSettings"), Change::settings);
  EXPECT_EQ(change("restore"), Change::all);
}

TEST(Live, LoadsEverythingAnewWhenEventsWereLost) {
  Live live;
  EXPECT_EQ(live.take("lost", R"({"events":3})", {}), Change::all);
}

TEST(Live, IgnoresWhatItCannotRead) {
  Live live;
  EXPECT_EQ(live.take("pulse", "nonsense", {}), Change::none);
  EXPECT_EQ(live.take("pulse", R"({"requests":"many"})", {}), Change::none);
  EXPECT_EQ(live.take("news", "{}", {}), Change::none);
  EXPECT_TRUE(live.pulses().empty());
}

} // namespace
} // namespace geminid::webui::live_test
