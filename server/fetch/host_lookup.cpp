#include "server/fetch/host_lookup.hpp"

#include <boost/asio/post.hpp>
#include <netinet/in.h>
#include <sys/socket.h>

#include <atomic>
#include <cstring>
#include <memory>
#include <netdb.h>

namespace geminid::fetch {

namespace asio = net::asio;

namespace {

constexpr std::size_t threads_max = 4;
constexpr std::size_t addresses_max = 16;

std::optional<asio::ip::address> address_of(const addrinfo& entry) {
  if (entry.ai_family == AF_INET) {
    sockaddr_in socket_address{};
    std::memcpy(&socket_address, entry.ai_addr, sizeof socket_address);
    return asio::ip::address_v4{ntohl(socket_address.sin_addr.s_addr)};
  }
  if (entry.ai_family == AF_INET6) {
    sockaddr_in6 socket_address{};
    std::memcpy(&socket_address, entry.ai_addr, sizeof socket_address);
    asio::ip::address_v6::bytes_type bytes{};
    std::memcpy(bytes.data(), &socket_address.sin6_addr, bytes.size());
    return asio::ip::address_v6{bytes, socket_address.sin6_scope_id};
  }
  return std::nullopt;
}

Addresses ask_system(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  Addresses addresses;
  if (::getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0)
    return addresses;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
  for (const auto* entry = found; entry != nullptr && addresses.size() < addresses_max; entry = entry->ai_next)
    if (const auto address = address_of(*entry))
      addresses.push_back(*address);
  return addresses;
}

} // namespace

struct HostLookup::Flight {
  std::atomic<bool> abandoned = false;
  // io thread only
  Addresses addresses;
  upstream::Event* waiting = nullptr;
};

/// Who waits for a lookup; nobody any more once this is gone.
class HostLookup::Passenger {
public:
  Passenger(std::shared_ptr<Flight> flight, upstream::Event& woken) : flight_(std::move(flight)) {
    flight_->waiting = &woken;
  }
  ~Passenger() {
    flight_->waiting = nullptr;
    flight_->abandoned = true;
  }
  Passenger(const Passenger&) = delete;
  Passenger& operator=(const Passenger&) = delete;

private:
  std::shared_ptr<Flight> flight_;
};

HostLookup::~HostLookup() {
  if (!threads_)
    return;
  threads_->stop();
  threads_->join();
}

net::Task<Addresses> HostLookup::addresses(std::string host, upstream::Event& woken) {
  if (!threads_)
    threads_.emplace(threads_max);
  const auto flight = std::make_shared<Flight>();
  const Passenger passenger(flight, woken);
  asio::post(*threads_, [&io = io_, flight, host = std::move(host)] {
    if (flight->abandoned) // what piled up behind slow lookups is not worth another
      return;
    const auto land = [flight, found = ask_system(host)] {
      flight->addresses = found;
      if (flight->waiting != nullptr)
        flight->waiting->set();
    };
    asio::post(io, land);
  });
  co_await woken.wait();
  co_return std::move(flight->addresses);
}

} // namespace geminid::fetch
