// What the requests that have ended add up to since the start: plain numbers, for whoever looks at them now and then.
// io thread only.
#pragma once

#include <cstdint>

namespace geminid::gateway {

struct TrafficCounts {
  std::uint64_t requests = 0;
  std::uint64_t failures = 0;
  std::uint64_t attempts = 0;
  std::uint64_t prompt_tokens = 0;
  std::uint64_t completion_tokens = 0;
};

} // namespace geminid::gateway
