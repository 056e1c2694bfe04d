#include "server/store/private_files.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace geminid::store {
namespace {

constexpr mode_t owner_only_file = S_IRUSR | S_IWUSR;
constexpr mode_t owner_only_directory = S_IRWXU;
constexpr mode_t others = S_IRWXG | S_IRWXO;

class File {
public:
  File(const std::filesystem::path& path, int flags, mode_t mode = 0)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0)
      ::close(descriptor_);
  }

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

private:
  int descriptor_;
};

Error system_error(const std::filesystem::path& path, std::string_view what) {
  const auto* reason = std::strerror(errno);
  return {path.string() + " " + std::string{what} + ": " + reason};
}

bool write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const auto written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Result<Done> sync_directory_of(const std::filesystem::path& path) {
  const auto directory = path.parent_path().empty() ? std::filesystem::path{"."} : path.parent_path();
  const File file{directory, O_RDONLY | O_DIRECTORY};
  if (!file.is_open() || ::fsync(file.descriptor()) != 0)
    return system_error(directory, "cannot be synced");
  return Done{};
}

} // namespace

Result<Done> ensure_private_directory(const std::filesystem::path& directory) {
  if (!directory.has_filename() && directory.has_parent_path() && directory != directory.parent_path())
    return ensure_private_directory(directory.parent_path()); // "data/" is "data"
  std::error_code error;
  if (const auto parent = directory.parent_path(); !parent.empty())
    std::filesystem::create_directories(parent, error); // the reason is told by what fails next
  if (::mkdir(directory.c_str(), owner_only_directory) == 0)
    return Done{};
  if (errno != EEXIST)
    return system_error(directory, "cannot be made");
  if (!std::filesystem::is_directory(directory, error))
    return Error{directory.string() + " is not a directory"};
  return Done{};
}

Result<std::optional<std::string>> read_private_file(const std::filesystem::path& path, std::size_t size_max) {
  const File file{path, O_RDONLY | O_NONBLOCK}; // a pipe of that name must not hang the start
  if (!file.is_open()) {
    if (errno == ENOENT)
      return std::optional<std::string>{};
    return system_error(path, "cannot be read");
  }
  struct stat status {};
  if (::fstat(file.descriptor(), &status) != 0)
    return system_error(path, "cannot be read");
  if (!S_ISREG(status.st_mode))
    return Error{path.string() + " is not a regular file"};
  if ((status.st_mode & others) != 0 && ::fchmod(file.descriptor(), owner_only_file) != 0)
    return system_error(path, "can be read by others, and its mode cannot be set to 0600");
  std::string content(size_max + 1, '\0');
  const auto size = ::pread(file.descriptor(), content.data(), content.size(), 0);
  if (size < 0)
    return system_error(path, "cannot be read");
  if (static_cast<std::size_t>(size) > size_max)
    return Error{path.string() + " is longer than " + std::to_string(size_max) + " bytes"};
  content.resize(static_cast<std::size_t>(size));
  return std::optional{std::move(content)};
}

Result<Done> write_private_file(const std::filesystem::path& path, std::string_view content) {
  auto temporary = path;
  temporary += ".new";
  ::unlink(temporary.c_str()); // left behind by a crash, perhaps with another mode
  {
    const File file{temporary, O_WRONLY | O_CREAT | O_EXCL, owner_only_file};
    if (!file.is_open())
      return system_error(temporary, "cannot be made");
    if (!write_all(file.descriptor(), content) || ::fsync(file.descriptor()) != 0) {
      auto error = system_error(temporary, "cannot be written");
      ::unlink(temporary.c_str());
      return error;
    }
  }
  return rename_private_file(temporary, path);
}

Result<Done> rename_private_file(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0)
    return system_error(to, "cannot be written");
  return sync_directory_of(to);
}

Result<Done> remove_private_file(const std::filesystem::path& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT)
    return system_error(path, "cannot be removed");
  return sync_directory_of(path);
}

} // namespace geminid::store
