// A stand-in for the Gemini API on a port of its own. Embedded by tests in their io_context, or run by main.cpp.
#pragma once

#include "server/http/server.hpp"
#include "server/net/task.hpp"
#include "shared/result.hpp"
#include "shared/time.hpp"
#include "tools/gemini_sim/faults.hpp"
#include "tools/gemini_sim/keyring.hpp"
#include "tools/gemini_sim/stats.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace geminid::sim {

class SimulatorState;

/// io thread only. Serves `/v1beta` and `/v1`: models, generateContent, streamGenerateContent, countTokens; and
/// `/_sim`, by which another process steers it (control.cpp). It has no protection: it belongs on the loopback
/// interface.
class Simulator {
public:
  struct Options {
    KeyringOptions keyring;
    std::string address = "127.0.0.1";
    /// 0 picks a free port.
    std::uint16_t port = 0;
    /// Between two events of a stream.
    std::chrono::milliseconds pace{0};
    /// Into how many events a text is split.
    std::size_t chunks = 3;
    /// What quotas are counted by. Empty: the system's clock. Pauses always take real time.
    std::function<Instant()> now = {};
    /// How many of the last requests are kept whole for `stats().recorded_json()`.
    std::size_t recorded_requests = 0;
  };

  /// `io` outlives the simulator.
  Simulator(net::asio::io_context& io, Options options);
  /// Closes its connections.
  ~Simulator();
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;

  /// Binds and starts to accept.
  Result<Done> start();
  [[nodiscard]] std::uint16_t port() const;
  /// "http://127.0.0.1:PORT", once started.
  [[nodiscard]] std::string url() const;

  [[nodiscard]] FaultBook& faults();
  [[nodiscard]] Stats& stats();
  [[nodiscard]] Keyring& keyring();
  /// Lets requests go on that a `hang` fault holds.
  void release_hung();
  /// How many a `hang` fault holds now.
  [[nodiscard]] std::size_t hung() const;

private:
  std::shared_ptr<SimulatorState> state_;
  std::unique_ptr<http::Server> server_;
  std::string address_;
};

} // namespace geminid::sim
