#include "server/app/commands/input.hpp"

#include <fstream>
#include <iostream>
#include <termios.h>
#include <unistd.h>

namespace geminid::app {
namespace {

constexpr std::size_t input_size_max = std::size_t{64} * 1024 * 1024;

class SilentTerminal {
public:
  SilentTerminal() {
    silent_ = ::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &before_) == 0;
    if (!silent_)
      return;
    auto quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;
  ~SilentTerminal() {
    if (silent_)
      ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  [[nodiscard]] bool is_terminal() const { return silent_; }

private:
  termios before_{};
  bool silent_ = false;
};

Result<std::string> read_all(std::istream& in, const std::string& file) {
  std::string content;
  std::string piece(std::size_t{64} * 1024, '\0');
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
    content.append(piece, 0, static_cast<std::size_t>(in.gcount()));
    if (content.size() > input_size_max)
      return Error{file + " is longer than 64 MiB", "FILE"};
  }
  if (in.bad())
    return Error{file + " cannot be read", "FILE"};
  return content;
}

} // namespace

Result<std::string> read_input(const std::string& file) {
  if (file == "-")
    return read_all(std::cin, "standard input");
  std::ifstream in{file, std::ios::binary};
  if (!in)
    return Error{file + " cannot be read", "FILE"};
  return read_all(in, file);
}

Result<std::string> read_secret(std::string_view what) {
  const SilentTerminal terminal;
  if (terminal.is_terminal())
    std::cerr << what << ": " << std::flush;
  std::string line;
  std::getline(std::cin, line);
  if (terminal.is_terminal())
    std::cerr << '\n';
  if (line.ends_with('\r'))
    line.pop_back();
  if (line.empty())
    return Error{std::string{what} + " must be given on standard input", std::string{what}};
  return line;
}

} // namespace geminid::app
