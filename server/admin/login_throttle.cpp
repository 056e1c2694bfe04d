#include "server/admin/login_throttle.hpp"

#include <algorithm>
#include <utility>

namespace geminid::admin {
namespace {

constexpr Duration minute{60'000};

// Whoever has one address of an IPv6 network has all of its /64.
std::string network_of(const std::string& address) {
  if (address.find(':') == std::string::npos)
    return address;
  std::size_t groups = 0;
  for (std::size_t at = 0; at < address.size(); ++at) {
    if (address[at] != ':')
      continue;
    if (address.compare(at, 2, "::") == 0 || ++groups == 4)
      return address.substr(0, at);
  }
  return address;
}

} // namespace

std::optional<Instant> LoginThrottle::refused_until(const std::string& address, Instant now) {
  while (!failures_.empty() && failures_.front() + minute <= now)
    failures_.pop_front();
  const auto found = addresses_.find(network_of(address));
  if (found != addresses_.end() && found->second.until > now)
    return found->second.until;
  const bool known = found != addresses_.end() && found->second.known;
  if (!known && failures_.size() >= failures_a_minute_max)
    return failures_.front() + minute;
  return std::nullopt;
}

void LoginThrottle::failed(const std::string& address, Instant now) {
  auto& of = note(address, now);
  of.failures = std::min(of.failures + 1, 64U);
  if (of.failures > free_failures) {
    const auto doublings = std::min(of.failures - free_failures - 1, 20U);
    of.until = now + std::min(pause_max, pause_min * (1U << doublings));
  }
  if (failures_.size() < failures_a_minute_max)
    failures_.push_back(now);
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
  if (of.last + forgotten_after <= now)
    of.failures = 0;
  of.last = now;
  return of;
}

} // namespace geminid::admin
