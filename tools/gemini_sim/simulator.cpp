#include "tools/gemini_sim/simulator.hpp"

#include "tools/gemini_sim/patience.hpp"
#include "tools/gemini_sim/simulator_state.hpp"

#include <utility>
#include <vector>

namespace geminid::sim {
namespace {

Instant system_now() {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

} // namespace

SimulatorState::SimulatorState(net::asio::io_context& context, Simulator::Options settings)
    : io(context), options(std::move(settings)), keyring(std::move(options.keyring)) {
  if (!options.now)
    options.now = system_now;
  stats.keep_requests(options.recorded_requests);
  add_api_routes(*this);
  add_control_routes(*this);
}

Simulator::Simulator(net::asio::io_context& io, Options options)
    : state_(std::make_shared<SimulatorState>(io, std::move(options))) {
  http::Server::Options listen;
  listen.address = address_ = state_->options.address;
  listen.port = state_->options.port;
  // Google takes larger requests than geminid does.
  listen.limits.body_bytes_max = 128 * 1024 * 1024;
  server_ = std::make_unique<http::Server>(io, state_->router, std::move(listen));
}

Simulator::~Simulator() = default;

Result<Done> Simulator::start() {
  return server_->start();
}

std::uint16_t Simulator::port() const {
  return server_->port();
}

std::string Simulator::url() const {
  const bool is_v6 = address_.find(':') != std::string::npos;
  return "http://" + (is_v6 ? "[" + address_ + "]" : address_) + ":" + std::to_string(port());
}

FaultBook& Simulator::faults() {
  return state_->faults;
}

Stats& Simulator::stats() {
  return state_->stats;
}

Keyring& Simulator::keyring() {
  return state_->keyring;
}

void Simulator::release_hung() {
  Patience::release_all(*state_);
}

std::size_t Simulator::hung() const {
  return state_->hung.size();
}

} // namespace geminid::sim
