#include "server/http/server_state.hpp"

#include "server/http/answer.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace geminid::http {
namespace {

std::mt19937_64 seeded() {
  std::random_device entropy;
  std::seed_seq seed{entropy(), entropy(), entropy(), entropy()};
  return std::mt19937_64{seed};
}

void append_hex(std::string& out, std::uint64_t bits, int digits) {
  constexpr std::string_view hex = "0123456789abcdef";
  for (; digits > 0; --digits, bits >>= 4)
    out += hex[bits & 0xf];
}

} // namespace

ServerState::ServerState(net::asio::io_context& io, const Router& routes, Server::Options settings)
    : router(routes), options(std::move(settings)), connection_ended(io.get_executor(), Clock::time_point::max()),
      random_(seeded()) {}

std::string ServerState::new_request_id() {
  std::string id;
  id.reserve(28);
  id += "req_";
  append_hex(id, random_(), 16);
  append_hex(id, random_(), 8);
  return id;
}

Response ServerState::error_answer(const ServerError& error) const {
  return options.error_answer ? options.error_answer(error) : error_response(error.status, error.code, error.message);
}

void ServerState::report(std::string_view request_id, std::string_view what) const {
  if (options.on_handler_error)
    options.on_handler_error(request_id, what);
}

Transport::Limits ServerState::transport_limits() const {
  const auto& limits = options.limits;
  // Room behind the longest head, so that one byte too many can be seen.
  constexpr std::size_t slack = 4096;
  return {limits.header_bytes_max + slack, limits.write_timeout, limits.linger_timeout,
          std::min({limits.header_timeout, limits.body_timeout, limits.idle_timeout, limits.write_timeout,
                    limits.linger_timeout})};
}

ConnectionSlot::ConnectionSlot(std::shared_ptr<ServerState> server, std::shared_ptr<Transport> transport)
    : server_(std::move(server)), transport_(std::move(transport)) {
  server_->connections.insert(transport_.get());
}

ConnectionSlot::~ConnectionSlot() {
  if (!transport_)
    return; // moved from
  server_->connections.erase(transport_.get());
  server_->connection_ended.cancel();
}

bool BodyShare::grow_to(std::size_t bytes) {
  const auto more = std::max(bytes, bytes_) - bytes_;
  if (more > server_.options.limits.bodies_bytes_max - server_.bodies_bytes)
    return false;
  server_.bodies_bytes += more;
  bytes_ += more;
  return true;
}

void BodyShare::release() {
  server_.bodies_bytes -= std::exchange(bytes_, 0);
}

} // namespace geminid::http
