#include "server/upstream/client.hpp"

#include "server/upstream/call.hpp"

#include <stdexcept>

namespace geminid::upstream {

namespace {

std::shared_ptr<Shared> make_shared_parts(net::asio::io_context& io, Client::Options options) {
  const auto ca_file = options.ca_file;
  try {
    return std::make_shared<Shared>(io, std::move(options));
  } catch (const boost::system::system_error& e) {
    throw std::runtime_error("expected a readable PEM file of certificates at \"" + ca_file + "\": " + e.what());
  }
}

} // namespace

std::string_view to_string(Fault fault) {
  switch (fault) {
  case Fault::resolve:
    return "resolve";
  case Fault::connect:
    return "connect";
  case Fault::proxy_auth:
    return "proxy_auth";
  case Fault::proxy_refused:
    return "proxy_refused";
  case Fault::proxy_failed:
    return "proxy_failed";
  case Fault::tls:
    return "tls";
  case Fault::connect_timeout:
    return "connect_timeout";
  case Fault::head_timeout:
    return "head_timeout";
  case Fault::idle_timeout:
    return "idle_timeout";
  case Fault::broken:
    return "broken";
  case Fault::malformed:
    return "malformed";
  case Fault::too_large:
    return "too_large";
  case Fault::cancelled:
    return "cancelled";
  }
  return "unknown";
}

bool before_request(Fault fault) {
  switch (fault) {
  case Fault::resolve:
  case Fault::connect:
  case Fault::proxy_auth:
  case Fault::proxy_refused:
  case Fault::proxy_failed:
  case Fault::tls:
  case Fault::connect_timeout:
    return true;
  case Fault::head_timeout:
  case Fault::idle_timeout:
  case Fault::broken:
  case Fault::malformed:
  case Fault::too_large:
  case Fault::cancelled:
    break;
  }
  return false;
}

Client::Client(net::asio::io_context& io, Options options) : shared_(make_shared_parts(io, std::move(options))) {}

Client::~Client() {
  close_idle();
}

std::unique_ptr<Call> Client::call() {
  return std::make_unique<PooledCall>(shared_);
}

Client::Load Client::load() const {
  return {shared_->pool.size(), shared_->calls};
}

void Client::close_idle() {
  shared_->pool.close_all();
}

} // namespace geminid::upstream
