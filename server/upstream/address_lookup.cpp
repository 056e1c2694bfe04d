#include "server/upstream/address_lookup.hpp"

#include <algorithm>

namespace geminid::upstream {

namespace asio = net::asio;

namespace {

constexpr std::size_t addresses_max = 16;

} // namespace

class AddressLookup::Passenger {
public:
  Passenger(std::shared_ptr<Flight> flight, Event& event) : flight_(std::move(flight)), event_(&event) {
    flight_->waiting.push_back(event_);
  }
  ~Passenger() { std::erase(flight_->waiting, event_); }
  Passenger(const Passenger&) = delete;
  Passenger& operator=(const Passenger&) = delete;

private:
  std::shared_ptr<Flight> flight_;
  Event* event_;
};

AddressLookup::AddressLookup(asio::io_context& io, std::string host, std::uint16_t port)
    : resolver_(io.get_executor()), host_(std::move(host)), port_(port) {
  boost::system::error_code ec;
  const auto address = asio::ip::make_address(host_, ec);
  if (!ec)
    known_.emplace_back(address, port_);
}

AddressLookup::AddressLookup(asio::io_context& io, Endpoints known)
    : resolver_(io.get_executor()), port_(0), known_(std::move(known)) {}

net::Task<Endpoints> AddressLookup::addresses(Event& woken) {
  if (!known_.empty())
    co_return known_;
  const auto joined = flight();
  const Passenger passenger(joined, woken);
  co_await woken.wait();
  co_return joined->endpoints;
}

std::shared_ptr<AddressLookup::Flight> AddressLookup::flight() {
  if (flight_ && !flight_->landed)
    return flight_;
  flight_ = std::make_shared<Flight>();
  const auto land = [flight = flight_](const boost::system::error_code& ec, const Resolver::results_type& results) {
    flight->landed = true;
    if (!ec)
      for (const auto& result : results)
        if (flight->endpoints.size() < addresses_max)
          flight->endpoints.push_back(result.endpoint());
    for (auto* const event : flight->waiting)
      event->set();
  };
  resolver_.async_resolve(host_, std::to_string(port_), land);
  return flight_;
}

} // namespace geminid::upstream
