// What all threads of a run share and none changes but for the counter.
#pragma once

#include "server/upstream/client.hpp"
#include "tools/load_test/requests.hpp"
#include "tools/load_test/scenario.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace geminid::load {

using SteadyClock = std::chrono::steady_clock;
using SteadyTime = SteadyClock::time_point;

struct Plan {
  Plan(Scenario what, Requests prepared)
      : scenario(std::move(what)), requests(std::move(prepared)), profile(scenario.stages) {}

  Scenario scenario;
  Requests requests;
  Profile profile;
  upstream::Origin origin;
  std::string ca_file;
  std::vector<std::string> keys;                            // of users, taken in turn; empty: none is sent
  std::vector<std::pair<std::string, std::string>> headers; // of every request, beside its surface's own
  bool verify = false;
  std::size_t threads = 1;
  SteadyTime start; // set before any thread begins

  /// Of the next request in a closed loop.
  std::atomic<std::uint64_t> next_number{0};

  [[nodiscard]] SteadyTime at(Seconds since_start) const {
    return start + std::chrono::duration_cast<SteadyClock::duration>(since_start);
  }
  [[nodiscard]] std::uint64_t requests_max() const {
    return scenario.requests_max ? static_cast<std::uint64_t>(*scenario.requests_max)
                                 : std::numeric_limits<std::uint64_t>::max();
  }
};

} // namespace geminid::load
