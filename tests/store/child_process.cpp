#include "tests/store/child_process.hpp"

#include <sys/wait.h>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace geminid::test {

ChildProcess::ChildProcess(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const auto& argument : command)
    arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  int in[2];
  int out[2];
  if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0)
    std::abort();
  process_ = ::fork();
  if (process_ == 0) {
    ::dup2(in[0], STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    ::execv(arguments.front(), arguments.data());
    ::_exit(127);
  }
  ::close(in[0]);
  ::close(out[1]);
  input_ = in[1];
  output_ = ::fdopen(out[0], "r");
  if (process_ < 0 || output_ == nullptr)
    std::abort();
}

ChildProcess::~ChildProcess() {
  close_input();
  if (process_ > 0)
    kill();
  std::fclose(output_);
}

std::string ChildProcess::read_line() {
  std::string line;
  for (int c = std::fgetc(output_); c != EOF && c != '\n'; c = std::fgetc(output_))
    line += static_cast<char>(c);
  return line;
}

void ChildProcess::close_input() {
  if (input_ >= 0)
    ::close(std::exchange(input_, -1));
}

void ChildProcess::kill() {
  ::kill(process_, SIGKILL);
  wait();
}

int ChildProcess::wait() {
  int status = 0;
  ::waitpid(std::exchange(process_, -1), &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

} // namespace geminid::test
