// The other process of the store's tests: opens the store in argv[2], does what argv[1] says and reports on stdout, one
// line a report. Ends by itself at the end of its input at the latest.
#include "server/store/rocks_store.hpp"

#include <sys/resource.h>

#include <csignal>
#include <iostream>
#include <limits>
#include <string_view>
#include <unistd.h>

namespace {

using geminid::Store;

/// Commits entries by threes until it is killed; reports each number once it is acknowledged.
int count(Store& store) {
  const auto stored = store.scan("n/");
  if (!stored)
    return 1;
  for (auto n = stored->size() / 3;; ++n) {
    const auto text = std::to_string(n);
    const std::string padding(100, 'x');
    if (!store.commit({{"n/" + text + "/a", padding}, {"n/" + text + "/b", padding}, {"n/" + text + "/c", padding}}))
      return 1;
    std::cout << text << std::endl;
  }
}

/// Holds the store open until its input ends.
int hold(Store&) {
  std::cout << "open" << std::endl;
  std::cin.ignore(std::numeric_limits<std::streamsize>::max());
  return 0;
}

std::string outcome(const geminid::Result<geminid::Done>& done) {
  return done ? "done" : done.error().message;
}

/// Writes on a disk that is full for a while.
int fill(Store& store) {
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  const auto unlimited = limit.rlim_cur;
  std::cout << outcome(store.commit({{"before", "1"}})) << std::endl;
  limit.rlim_cur = 64 * 1024;
  setrlimit(RLIMIT_FSIZE, &limit);
  std::cout << outcome(store.commit({{"during", std::string(256 * 1024, 'x')}})) << std::endl;
  limit.rlim_cur = unlimited;
  setrlimit(RLIMIT_FSIZE, &limit);
  std::cout << outcome(store.commit({{"after", "1"}})) << std::endl;
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 3)
    return 2;
  const std::string_view task = argv[1];
  constexpr uid_t nobody = 65534;
  if (task == "unprivileged" && geteuid() == 0 && setuid(nobody) != 0)
    return 2;
  const auto store = geminid::store::open_rocks_store(argv[2]);
  if (!store) {
    std::cout << store.error().message << std::endl;
    return 1;
  }
  if (task == "count")
    return count(**store);
  if (task == "fill")
    return fill(**store);
  return hold(**store);
}
