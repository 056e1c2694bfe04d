#pragma once

#include <sys/types.h>

#include <cstdio>
#include <string>
#include <vector>

namespace geminid::test {

/// Another program with pipes to its input and output; killed, if it still runs, when this object goes.
class ChildProcess {
public:
  explicit ChildProcess(const std::vector<std::string>& command);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();

  /// The next line of its output without the line's end; empty at the end of the output. Waits for it.
  std::string read_line();
  void close_input();
  /// SIGKILL, and waits until it is gone.
  void kill();
  /// Waits for its end: the exit code, or minus the signal.
  int wait();

private:
  pid_t process_ = -1;
  int input_ = -1;
  std::FILE* output_ = nullptr;
};

} // namespace geminid::test
