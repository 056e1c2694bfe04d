#include "tests/translate/golden.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace geminid::golden {
namespace {

namespace fs = std::filesystem;

fs::path path_of(std::string_view folder, const std::string& file) {
  return fs::path{GEMINID_SOURCE_DIR} / "tests" / "golden" / folder / file;
}

bool updating() {
  const auto* update = std::getenv("GEMINID_UPDATE_GOLDEN");
  return update && std::string_view{update} == "1";
}

void write(const fs::path& path, std::string_view text) {
  std::ofstream file{path, std::ios::binary};
  file << text;
  ASSERT_TRUE(file.good()) << path;
}

} // namespace

std::vector<std::string> cases(std::string_view folder, std::string_view input_suffix) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator{path_of(folder, "")})
    if (const auto file = entry.path().filename().string(); file.ends_with(input_suffix))
      names.push_back(file.substr(0, file.size() - input_suffix.size()));
  std::sort(names.begin(), names.end());
  return names;
}

std::string read(std::string_view folder, const std::string& file) {
  std::ifstream in{path_of(folder, file), std::ios::binary};
  EXPECT_TRUE(in.good()) << "no such case: " << file;
  return {std::istreambuf_iterator<char>{in}, {}};
}

void expect_json(std::string_view folder, const std::string& file, std::string_view produced) {
  if (updating())
    return write(path_of(folder, file), nlohmann::ordered_json::parse(produced).dump(2) + "\n");
  EXPECT_EQ(nlohmann::json::parse(produced), nlohmann::json::parse(read(folder, file)));
}

void expect_text(std::string_view folder, const std::string& file, std::string_view produced) {
  if (updating())
    return write(path_of(folder, file), produced);
  EXPECT_EQ(produced, read(folder, file));
}

void expect_none(std::string_view folder, const std::string& file) {
  if (updating())
    fs::remove(path_of(folder, file));
  EXPECT_FALSE(fs::exists(path_of(folder, file))) << file;
}

} // namespace geminid::golden
