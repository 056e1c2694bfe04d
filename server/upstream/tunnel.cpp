#include "server/upstream/tunnel.hpp"

#include "server/upstream/response_reader.hpp"

#include <openssl/evp.h>

namespace geminid::upstream {

namespace asio = net::asio;

namespace {

std::string base64(const std::string& bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0'); // OpenSSL ends it with a zero
  const auto* const from = reinterpret_cast<const unsigned char*>(bytes.data());
  const auto size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), from, static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

Result<Done, Fault> judge(int status) {
  if (status / 100 == 2)
    return Done{};
  return status == 407 ? Fault::proxy_auth : Fault::proxy_refused;
}

} // namespace

std::string connect_request(const Origin& origin, const Proxy& proxy) {
  const auto target = host_and_port(origin.host, origin.port);
  auto head = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\nUser-Agent: geminid\r\n";
  if (!proxy.credentials.empty())
    head.append("Proxy-Authorization: Basic ").append(base64(proxy.credentials)).append("\r\n");
  return head.append("\r\n");
}

net::Task<Result<Done, Fault>> open_tunnel(Connection& connection, const std::string& request) {
  const std::array<asio::const_buffer, 2> bytes{asio::buffer(request), {}};
  const auto [write_ec, written] = co_await connection.write(bytes, [] {});
  if (write_ec || connection.interrupted())
    co_return connection.why(Fault::proxy_failed, Fault::connect_timeout);

  ResponseReader reader(true); // what follows a 2xx is the tunnel, whatever Content-Length says
  for (;;) {
    const auto step = reader.next(connection.input);
    if (step == ResponseReader::Step::head)
      break;
    if (step != ResponseReader::Step::need_input)
      co_return Fault::proxy_failed;
    const auto [ec, count] = co_await connection.read_some();
    if (ec || connection.interrupted())
      co_return connection.why(Fault::proxy_failed, Fault::connect_timeout);
    connection.received(count);
  }
  const auto judged = judge(reader.take_head().status);
  // The origin speaks only when asked. What is here already is the proxy's, and would be taken for the origin's answer.
  if (judged && connection.input.size() > 0)
    co_return Fault::proxy_failed;
  co_return judged;
}

} // namespace geminid::upstream
