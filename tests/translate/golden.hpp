// Cases on file: what goes in, and what must come out. GEMINID_UPDATE_GOLDEN=1 rewrites what must come out; then read
// it.
#pragma once

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace geminid::golden {

/// The names of the cases in tests/golden/<folder>: its files that end with `input_suffix`, without it.
[[nodiscard]] std::vector<std::string> cases(std::string_view folder, std::string_view input_suffix);

[[nodiscard]] std::string read(std::string_view folder, const std::string& file);

/// `produced` is what is on file, as JSON or byte by byte.
void expect_json(std::string_view folder, const std::string& file, std::string_view produced);
void expect_text(std::string_view folder, const std::string& file, std::string_view produced);
/// A file of another outcome, such as `.error.json` beside `.gemini.json`, does not exist.
void expect_none(std::string_view folder, const std::string& file);

struct CaseName {
  template <class Info>
  std::string operator()(const Info& info) const {
    return info.param;
  }
};

} // namespace geminid::golden
