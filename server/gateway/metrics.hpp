// What Prometheus asks for. Every label has few values: no model, key or user name is one, since clients and admins
// choose those. io thread only.
#pragma once

#include "shared/time.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace geminid::gateway {

/// What is counted at the moment of asking.
struct MetricsSnapshot {
  std::uint64_t waiting_requests = 0;
  /// By state.
  std::map<std::string, std::uint64_t> keys;
  /// By scope and state; none is closed.
  std::map<std::pair<std::string, std::string>, std::uint64_t> circuits;
};

class Metrics {
public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  /// A client request has ended.
  void request(std::string_view surface, int status, Duration took);
  /// One of its attempts has; status 0: there was no answer.
  void attempt(int status);
  void tokens(std::int64_t prompt, std::int64_t completion);

  /// The text format 0.0.4.
  [[nodiscard]] std::string text(const MetricsSnapshot& snapshot);

private:
  struct Families;
  std::unique_ptr<Families> families_;
};

} // namespace geminid::gateway
