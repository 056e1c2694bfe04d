// One request and its response over a pooled or a new connection.
#pragma once

#include "server/upstream/client.hpp"
#include "server/upstream/connection_pool.hpp"
#include "server/upstream/connector.hpp"
#include "server/upstream/response_reader.hpp"

#include <memory>
#include <optional>

namespace geminid::upstream {

/// What the calls of one client share.
struct Shared {
  Shared(net::asio::io_context& context, Client::Options wanted);

  net::asio::io_context& io;
  Client::Options options;
  Connector connector;
  ConnectionPool pool;
  std::size_t calls = 0; // that exist
};

class PooledCall final : public Call {
public:
  explicit PooledCall(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) { ++shared_->calls; }
  ~PooledCall() override;
  PooledCall(const PooledCall&) = delete;
  PooledCall& operator=(const PooledCall&) = delete;

  net::Task<Result<ResponseHead, Fault>> send(Request request) override;
  net::Task<Result<std::string_view, Fault>> read_some() override;
  std::string_view at_hand() override;
  net::Task<Result<std::string, Fault>> read_all(std::size_t bytes_max) override;
  void cancel() override;

private:
  using Outcome = Result<Done, Fault>;

  net::Task<Outcome> obtain_head(const Request& request, std::string head);
  net::Task<Outcome> exchange(const Request& request, const std::string& head);
  net::Task<Outcome> write(const Request& request, const std::string& head);
  net::Task<Outcome> fill(Fault timeout);
  Fault fail(Fault fault);
  void release();

  std::shared_ptr<Shared> shared_;
  std::unique_ptr<Connection> connection_;
  std::optional<ResponseReader> reader_;
  std::optional<Fault> failed_;
  bool sent_whole_ = false;
  bool answered_ = false; // a byte of the response was seen
  bool at_eof_ = false;   // the peer has closed in an orderly way
};

} // namespace geminid::upstream
