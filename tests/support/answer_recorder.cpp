#include "tests/support/answer_recorder.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace geminid::test {

void record(const RecordedCall& call, const RawAnswer& answer) {
  const auto* const folder = std::getenv("GEMINID_RECORDED_ANSWERS");
  const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
  const auto path = call.target.substr(0, call.target.find('?'));
  if (folder == nullptr || test == nullptr || !(path.starts_with("/admin/api") || path == "/metrics"))
    return;
  const auto name = std::string{test->test_suite_name()} + "." + test->name();
  auto file = name + ".jsonl";
  std::replace(file.begin(), file.end(), '/', '-');
  std::filesystem::create_directories(folder);
  const nlohmann::json entry{
      {"test", name},         {"method", call.method},   {"path", path},
      {"request", call.body}, {"status", answer.status}, {"content_type", answer.header("content-type")},
      {"body", answer.body}};
  std::ofstream out{std::filesystem::path{folder} / file, std::ios::app};
  out << entry.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  EXPECT_TRUE(static_cast<bool>(out.flush())) << "the answer could not be recorded in " << folder;
}

} // namespace geminid::test
