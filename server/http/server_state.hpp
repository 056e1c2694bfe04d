// What the connections of one server share: limits, counts, callbacks. io thread only.
#pragma once

#include "server/http/server.hpp"
#include "server/http/transport.hpp"

#include <cstddef>
#include <memory>
#include <random>
#include <string>
#include <unordered_set>
#include <vector>

namespace geminid::http {

struct ServerState {
  ServerState(net::asio::io_context& io, const Router& routes, Server::Options settings);

  const Router& router;
  const Server::Options options;
  bool draining = false;
  std::size_t active_requests = 0;
  std::size_t open_streams = 0;
  std::size_t bodies_bytes = 0;
  std::unordered_set<Transport*> connections;
  /// Never expires: cancelled whenever a connection has ended, for whoever waits for that.
  Timer connection_ended;

  [[nodiscard]] std::string new_request_id();
  [[nodiscard]] Response error_answer(const ServerError& error) const;
  void report(std::string_view request_id, std::string_view what) const;
  [[nodiscard]] Transport::Limits transport_limits() const;

private:
  std::mt19937_64 random_;
};

/// A connection's place in its server, for as long as the connection's coroutine lives.
class ConnectionSlot {
public:
  ConnectionSlot(std::shared_ptr<ServerState> server, std::shared_ptr<Transport> transport);
  ConnectionSlot(ConnectionSlot&&) noexcept = default;
  ConnectionSlot& operator=(ConnectionSlot&&) = delete;
  ~ConnectionSlot();

  [[nodiscard]] ServerState& server() const { return *server_; }
  [[nodiscard]] Transport& transport() const { return *transport_; }

private:
  std::shared_ptr<ServerState> server_;
  std::shared_ptr<Transport> transport_;
};

/// A streamed answer that has begun and not ended.
class CountedStream {
public:
  explicit CountedStream(ServerState& server) : server_(server) { ++server_.open_streams; }
  ~CountedStream() { --server_.open_streams; }
  CountedStream(const CountedStream&) = delete;
  CountedStream& operator=(const CountedStream&) = delete;

private:
  ServerState& server_;
};

/// A request's part of `bodies_bytes_max`.
class BodyShare {
public:
  explicit BodyShare(ServerState& server) : server_(server) {}
  ~BodyShare() { release(); }
  BodyShare(const BodyShare&) = delete;
  BodyShare& operator=(const BodyShare&) = delete;

  /// False when that would be too much for all together.
  [[nodiscard]] bool grow_to(std::size_t bytes);
  void release();

private:
  ServerState& server_;
  std::size_t bytes_ = 0;
};

} // namespace geminid::http
