// Fetches what clients name by URL, and nothing that only geminid itself can reach: every host's addresses are judged
// before one of them is connected to, at every hop of a redirect. Knows neither Gemini nor JSON. io thread only.
#pragma once

#include "server/fetch/host_lookup.hpp"
#include "server/fetch/public_address.hpp"
#include "server/fetch/slots.hpp"
#include "server/upstream/proxy.hpp"
#include "shared/result.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::fetch {

/// What may be connected to. Only tests replace any of it.
struct Guard {
  std::function<bool(const net::asio::ip::address&)> address = is_public;
  std::function<bool(std::uint16_t)> port = is_web_port;
  /// Instead of the system's resolver.
  Lookup lookup = {};
};

struct Limits {
  std::size_t bytes_max = 20 * 1024 * 1024;
  /// From the moment at which there is a place for it, redirects included.
  std::chrono::milliseconds time_max{20'000};
  /// For everything of one request, waiting for a place included.
  std::chrono::milliseconds request_time_max{60'000};
  std::size_t redirects_max = 5;
  std::size_t at_a_time_of_request = 4;
  std::size_t at_a_time = 32;
};

struct Options {
  Limits limits = {};
  /// Proxies are asked for the address that was judged, not for the name.
  upstream::ProxySettings proxies = {};
  /// PEM file with extra trusted roots; empty: the system's only.
  std::string ca_file = {};
  /// Why a Content-Type is not wanted, in words that continue "The URL …"; empty: it is.
  std::function<std::string(std::string_view)> unwanted = [](std::string_view) { return std::string{}; };
};

struct Fetched {
  std::string content_type; // as the host wrote it; empty: it did not
  std::string bytes;
};

enum class Fault {
  malformed,   // the URL, or one that it leads on to
  unreachable, // or not public: nobody is told which
  refused,     // the host answered with something else
  unwanted,    // Options::unwanted says so
  too_large,
  too_slow,
  broken,
  cancelled,
};

struct Failure {
  Fault fault = Fault::broken;
  std::string words; // continue "The URL …"
};

struct Shared; // what all fetches share
class Fetches;

class Fetcher {
public:
  Fetcher(net::asio::io_context& io, Options options, Guard guard = {});
  ~Fetcher();
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;

private:
  friend class Fetches;
  HostLookup lookup_;
  std::shared_ptr<Shared> shared_;
};

/// The URLs of one request. Held by pointer: `cancel` may come while a coroutine waits inside.
class Fetches {
public:
  /// `bytes_max` of all together.
  Fetches(Fetcher& fetcher, std::size_t bytes_max);
  ~Fetches();
  Fetches(const Fetches&) = delete;
  Fetches& operator=(const Fetches&) = delete;

  struct FailureOf {
    std::size_t index = 0; // into `urls`
    Failure failure;
  };
  /// In the order of `urls`. The first failure ends all. One call at a time; what a former call fetched still counts.
  net::Task<Result<std::vector<Fetched>, FailureOf>> all(std::vector<std::string> urls);
  /// What is under way ends with Fault::cancelled, and what comes later at once.
  void cancel();

private:
  struct Round;
  static net::Task<void> work(std::shared_ptr<Round> round);

  std::shared_ptr<Shared> shared_;
  std::shared_ptr<std::size_t> bytes_left_;
  std::shared_ptr<Round> round_;
  bool cancelled_ = false;
};

} // namespace geminid::fetch
