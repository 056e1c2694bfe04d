// health: for the health checks of containers, which ask every few seconds; so it opens no store and no TLS.
#include "server/app/commands/command.hpp"
#include "server/net/task.hpp"
#include "server/upstream/origin.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

namespace geminid::app {
namespace {

namespace asio = net::asio;
namespace beast = boost::beast;
namespace http_message = boost::beast::http;
using boost::system::error_code;
using Endpoint = asio::ip::tcp::endpoint;
using Stream = beast::basic_stream<asio::ip::tcp, net::Executor>;

constexpr std::chrono::seconds patience{5};
constexpr std::uint64_t answer_bytes_max = 64 * 1024;

// Where a server that listens on every address is found by a process beside it.
asio::ip::address beside(const asio::ip::address& address) {
  if (!address.is_unspecified())
    return address;
  if (address.is_v6())
    return asio::ip::address_v6::loopback();
  return asio::ip::address_v4::loopback();
}

Error failure(const error_code& ec) {
  if (ec == beast::error::timeout)
    return {"no answer within " + std::to_string(patience.count()) + " seconds"};
  return {ec.message()};
}

CommandResult judged(unsigned status) {
  return status == 200 ? CommandResult{Done{}} : Error{"status " + std::to_string(status)};
}

net::Task<CommandResult> ask(Endpoint server) {
  Stream stream{co_await asio::this_coro::executor};
  stream.expires_after(patience);
  const auto [unreachable] = co_await stream.async_connect(server, net::as_tuple);
  if (unreachable)
    co_return failure(unreachable);
  http_message::request<http_message::empty_body> request{http_message::verb::get, "/health", 11};
  request.set(http_message::field::host, upstream::host_and_port(server.address().to_string(), server.port()));
  request.set(http_message::field::connection, "close");
  const auto [unsent, sent] = co_await http_message::async_write(stream, request, net::as_tuple);
  if (unsent)
    co_return failure(unsent);
  beast::flat_buffer buffer{answer_bytes_max};
  http_message::response_parser<http_message::string_body> answer;
  answer.body_limit(answer_bytes_max);
  const auto [unread, received] = co_await http_message::async_read(stream, buffer, answer, net::as_tuple);
  if (unread)
    co_return failure(unread);
  co_return judged(answer.get().result_int());
}

// Awaited by `health` before it returns.
net::Task<void> ask(Endpoint server, CommandResult& result) {
  result = co_await ask(server);
}

} // namespace

CommandResult health(const Config& config) {
  if (config.port == 0)
    return Error{"health needs the port: --port (PORT) is 0"};
  error_code ec;
  const auto address = asio::ip::make_address(config.host, ec);
  if (ec)
    return Error{"--host (HOST): expected an IPv4 or IPv6 address"};
  const Endpoint server{beside(address), config.port};
  asio::io_context io{1};
  CommandResult result = Error{"it was not asked"};
  asio::co_spawn(io, ask(server, result), asio::detached);
  io.run();
  if (!result)
    return Error{"http://" + upstream::host_and_port(server.address().to_string(), server.port()) +
                 "/health: " + result.error().message};
  return result;
}

} // namespace geminid::app
