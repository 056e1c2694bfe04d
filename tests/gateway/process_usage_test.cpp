#include "server/gateway/process_usage.hpp"

#include <gtest/gtest.h>

#include <ctime>

namespace geminid::gateway::process_usage_test {
namespace {

TEST(ProcessUsage, IsReadFromTheKernelsLineWhateverTheProgramIsCalled) {
  EXPECT_EQ(parse_process_stat("7 (a) b (c)) S 1 7 7 0 -1 4194560 100 0 0 0 150 50 0 0 20 0 9 0 1234 4096000 250 "
                               "18446744073709551615 1 1\n"),
            (ProcessStat{200, 9, 1'234, 4'096'000, 250}));
}

TEST(ProcessUsage, IsNotMadeUp) {
  for (const auto* wrong : {"", "7 (a", "7 (a) S 1", "7 (a) S 1 7 7 0 -1 0 0 0 0 0 x 50 0 0 20 0 9 0 1234 4096 250"})
    EXPECT_FALSE(parse_process_stat(wrong)) << wrong;
}

TEST(ProcessUsage, IsThisProcesss) {
  const auto usage = process_usage();
  EXPECT_GT(usage.resident_bytes, 1'000'000);
  EXPECT_GE(usage.virtual_bytes, usage.resident_bytes);
  EXPECT_GE(usage.threads, 1);
  EXPECT_GE(usage.open_files, 3);
  EXPECT_GE(usage.open_files_max, usage.open_files);
  EXPECT_NEAR(usage.started_at, static_cast<double>(std::time(nullptr)), 3'600);
}

} // namespace
} // namespace geminid::gateway::process_usage_test
