// One URL, from hop to hop.
#pragma once

#include "server/fetch/fetcher.hpp"
#include "server/fetch/web_url.hpp"

#include <optional>

namespace geminid::fetch {

struct Shared {
  Shared(net::asio::io_context& context, Options wanted, Guard guarded);

  net::asio::io_context& io;
  Options options;
  Guard guard;
  std::shared_ptr<Slots> slots;
  bool closed = false; // the fetcher is gone
};

class Fetch {
public:
  /// `bytes_left` is what the whole request may still fetch, and falls as bytes arrive. At `request_end` it is over.
  Fetch(std::shared_ptr<Shared> shared, std::shared_ptr<std::size_t> bytes_left, upstream::SteadyTime request_end);
  Fetch(const Fetch&) = delete;
  Fetch& operator=(const Fetch&) = delete;

  /// Once.
  net::Task<Result<Fetched, Failure>> run(std::string url);
  /// Whatever is awaited ends with Fault::cancelled.
  void cancel();

private:
  using Outcome = Result<Fetched, Failure>;
  using Endpoints = std::vector<net::asio::ip::tcp::endpoint>;

  net::Task<Outcome> follow(std::string url);
  net::Task<Result<upstream::ResponseHead, Failure>> ask(const WebUrl& url);
  net::Task<Result<Endpoints, Failure>> locate(const upstream::Origin& origin);
  net::Task<Outcome> take(const upstream::ResponseHead& head);
  [[nodiscard]] Failure why(upstream::Fault fault) const;
  [[nodiscard]] bool interrupted() const { return cancelled_ || expired_; }
  void interrupt();

  std::shared_ptr<Shared> shared_;
  std::shared_ptr<std::size_t> bytes_left_;
  upstream::SteadyTime request_end_;
  upstream::Deadline deadline_;
  upstream::Event* waiting_ = nullptr; // for what is awaited beside the call
  std::unique_ptr<upstream::Call> call_;
  bool cancelled_ = false;
  bool expired_ = false;
};

} // namespace geminid::fetch
