#include "server/http/connection.hpp"

#include "server/http/answer.hpp"
#include "server/http/live_exchange.hpp"
#include "server/http/request_reader.hpp"
#include "server/http/url.hpp"

#include <string>
#include <utility>

namespace geminid::http {

namespace asio = net::asio;

namespace {

/// Counts a request for as long as it lives.
class ActiveRequest {
public:
  explicit ActiveRequest(ServerState& server) : server_(server) { ++server_.active_requests; }
  ~ActiveRequest() { --server_.active_requests; }
  ActiveRequest(const ActiveRequest&) = delete;
  ActiveRequest& operator=(const ActiveRequest&) = delete;

private:
  ServerState& server_;
};

net::Task<LiveExchange::Ending> serve_request(ServerState& server, Transport& transport, Parser& parser) {
  const ActiveRequest active{server};
  LiveExchange exchange{server, transport, parser};
  co_await exchange.serve();
  co_return exchange.ending();
}

/// As every answer there has them: without, a browser hides from the page's script what was wrong.
void add_cors(const ServerState& server, const RequestReader& reader, std::string_view path, Response& response) {
  const auto& cors = server.options.cors;
  if (!cors.concerns(percent_decode(path)))
    return;
  for (auto& header : cors.headers(reader.origin()))
    response.headers.push_back(std::move(header));
}

net::Task<void> send_refusal(ServerState& server, Transport& transport, const RequestReader& reader) {
  const auto& refusal = reader.refusal();
  const auto path = split_target(reader.target()).path;
  auto response = server.error_answer({refusal.status, refusal.code, refusal.message, path});
  add_cors(server, reader, path, response);
  if (refusal.status == 503)
    response.headers.push_back({"Retry-After", "1"});
  const auto request_id = server.new_request_id();
  std::string head;
  append_head(head, response, {.request_id = request_id, .close = true});
  const Transport::Gather pieces{asio::buffer(head), asio::buffer(response.body)};
  co_await transport.write_all(pieces);
}

/// A client that sends up to twice the longest body still gets to read why that was refused.
net::Task<void> linger(ServerState& server, Transport& transport) {
  const auto& limits = server.options.limits;
  return transport.linger(2 * limits.body_bytes_max, limits.body_timeout);
}

net::Task<void> serve_requests(ServerState& server, Transport& transport) {
  using Ending = LiveExchange::Ending;
  RequestReader reader{transport, server};
  for (;;) {
    const auto received = co_await reader.next();
    if (received == RequestReader::Received::closed)
      co_return;
    if (received == RequestReader::Received::refused) {
      co_await send_refusal(server, transport, reader);
      reader.release();
      co_return co_await linger(server, transport);
    }
    const auto ending = co_await serve_request(server, transport, reader.parser());
    reader.release();
    if (ending == Ending::linger)
      co_await linger(server, transport);
    if (ending == Ending::abort)
      transport.abort();
    if (ending != Ending::keep_alive)
      co_return;
  }
}

} // namespace

net::Task<void> serve_connection(ConnectionSlot slot) {
  co_await serve_requests(slot.server(), slot.transport());
  slot.transport().close();
}

} // namespace geminid::http
