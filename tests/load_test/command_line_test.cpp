#include "tools/load_test/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace geminid::load::command_line_test {
namespace {

struct Read {
  Parsed parsed;
  std::string err;
};

Read read(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), {"load_test", "--url", "http://localhost:1", "--model", "m"});
  arguments.insert(arguments.end(), {"--connections", "1", "--seconds", "1"});
  std::ostringstream out;
  std::ostringstream err;
  auto parsed = parse_command_line(static_cast<int>(arguments.size()), arguments.data(), out, err);
  return {std::move(parsed), err.str()};
}

TEST(LoadCommandLine, TakesHeadersOfOnesOwn) {
  const auto given = read({"--header", "x-one: 1", "--header", "x-two:a: b, c"});
  const auto* command = std::get_if<Command>(&given.parsed);
  ASSERT_NE(command, nullptr) << given.err;
  EXPECT_THAT(command->headers, testing::ElementsAre(testing::Pair("x-one", "1"), testing::Pair("x-two", "a: b, c")));
}

TEST(LoadCommandLine, RefusesWhatIsNoHeader) {
  for (const auto* text : {"x-one", ": 1", "x one: 1", "x-one: 1\r\nx-two: 2", "x-one: \x7f"}) {
    const auto given = read({"--header", text});
    const auto* code = std::get_if<int>(&given.parsed);
    ASSERT_NE(code, nullptr) << text;
    EXPECT_EQ(*code, exit_usage);
    EXPECT_EQ(given.err, "load_test: --header: expected 'Name: value' in one line, without control characters\n");
  }
}

} // namespace
} // namespace geminid::load::command_line_test
