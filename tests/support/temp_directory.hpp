#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace geminid::test {

/// A fresh folder that is gone with this object.
class TempDirectory {
public:
  TempDirectory() {
    auto name = (std::filesystem::temp_directory_path() / "geminid-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
      std::abort();
    path_ = name;
  }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  ~TempDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
};

} // namespace geminid::test
