#include "server/admin/login_throttle.hpp"

#include <boost/asio/ip/address_v6.hpp>

#include <algorithm>
#include <utility>

namespace geminid::admin {
namespace {

constexpr Duration minute{60'000};

// Whoever has one address of an IPv6 network has all of its /64.
std::string network_of(const std::string& address) {
  boost::system::error_code ec;
  const auto v6 = boost::asio::ip::make_address_v6(address, ec);
  if (ec)
    return address;
  auto bytes = v6.to_bytes();
  std::fill(bytes.begin() + bytes.size() / 2, bytes.end(), std::uint8_t{0});
  return boost::asio::ip::address_v6{bytes}.to_string();
}

void forget_before(std::deque<Instant>& times, Instant now, Duration age) {
  while (!times.empty() && times.front() + age <= now)
    times.pop_front();
}

} // namespace

std::optional<Instant> LoginThrottle::refused_until(const std::string& address, Instant now) {
  forget_before(failures_, now, minute);
  const auto found = addresses_.find(network_of(address));
  if (found != addresses_.end() && found->second.until > now)
    return found->second.until;
  const bool known = found != addresses_.end() && found->second.known;
  if (!known && failures_.size() >= failures_a_minute_max)
    return failures_.front() + minute;
  return std::nullopt;
}

bool LoginThrottle::failed(const std::string& address, Instant now) {
  auto& of = note(address, now);
  if (of.failed_at + forgotten_after <= now)
    of.failures = 0;
  of.failed_at = now;
  of.failures = std::min(of.failures + 1, 64U);
  if (of.failures > free_failures) {
    const auto doublings = std::min(of.failures - free_failures - 1, 20U);
    of.until = now + std::min(pause_max, pause_min * (1U << doublings));
  }
  if (failures_.size() < failures_a_minute_max)
    failures_.push_back(now);
  forget_before(recorded_, now, forgotten_after);
  const bool worth_it = of.failures == 1 || of.failures == free_failures + 1;
  if (!worth_it || recorded_.size() >= recorded_an_hour_max)
    return false;
  recorded_.push_back(now);
  return true;
}

void LoginThrottle::succeeded(const std::string& address, Instant now) {
  auto& of = note(address, now);
  of.failures = 0;
  of.until = {};
  of.known = true;
}

LoginThrottle::Address& LoginThrottle::note(const std::string& address, Instant now) {
  const auto key = network_of(address);
  if (addresses_.size() >= addresses_max && !addresses_.contains(key))
    addresses_.erase(std::min_element(addresses_.begin(), addresses_.end(), [](const auto& a, const auto& b) {
      return std::pair{a.second.known, a.second.last} < std::pair{b.second.known, b.second.last};
    }));
  auto& of = addresses_[key];
  of.last = now;
  return of;
}

} // namespace geminid::admin
