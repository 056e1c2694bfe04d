#include "tests/upstream/scripted_server.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <charconv>
#include <optional>

namespace geminid::upstream {

namespace asio = net::asio;
using asio::ip::tcp;

// Coroutines share the state, so that they may outlive the server until the io_context dies.
struct ScriptedServer::State {
  State(asio::io_context& context, std::vector<Script> given, std::shared_ptr<asio::ssl::context> wanted)
      : io(context), acceptor(io.get_executor(), tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        changed(io.get_executor()), scripts(std::move(given)), tls(std::move(wanted)) {}

  void tell() { changed.cancel(); }

  net::Task<void> until(std::function<bool()> reached) {
    while (!reached()) {
      changed.expires_at(SteadyTime::max());
      co_await changed.async_wait(net::as_tuple);
    }
  }

  asio::io_context& io;
  asio::basic_socket_acceptor<tcp, net::Executor> acceptor;
  SteadyTimer changed;
  std::vector<Script> scripts;
  std::shared_ptr<asio::ssl::context> tls;
  std::vector<std::string> requests;
  std::vector<std::string> server_names;
  int accepted = 0;
  int finished = 0;
  int resumed = 0;
  int released = 0;
  int paused = 0;
};

namespace {

std::size_t content_length(std::string_view head) {
  constexpr std::string_view name = "Content-Length: ";
  const auto at = head.find(name);
  std::size_t length = 0;
  if (at != std::string_view::npos)
    std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
  return length;
}

net::Task<void> pass_on(net::Socket& from, net::Socket& to) {
  std::array<char, 4096> piece{};
  boost::system::error_code failed;
  while (!failed) {
    auto [ec, count] = co_await from.async_read_some(asio::buffer(piece), net::as_tuple);
    failed = ec;
    if (!failed)
      std::tie(failed, count) = co_await asio::async_write(to, asio::buffer(piece, count), net::as_tuple);
  }
  to.shutdown(tcp::socket::shutdown_send, failed);
}

template <class State, class Stream>
class Player {
public:
  Player(State& state, net::Socket& socket, Stream& stream) : state_(state), socket_(socket), stream_(stream) {}

  net::Task<void> operator()(ReadRequest) { co_await read(true); }
  net::Task<void> operator()(ReadHead) { co_await read(false); }
  net::Task<void> operator()(Write step) {
    co_await asio::async_write(stream_, asio::buffer(step.bytes), net::as_tuple);
  }
  net::Task<void> operator()(Pause) {
    const auto number = ++state_.paused;
    co_await state_.until([&state = state_, number] { return state.released >= number; });
  }
  net::Task<void> operator()(Close) {
    if constexpr (!std::is_same_v<Stream, net::Socket>)
      co_await stream_.async_shutdown(net::as_tuple);
    close();
  }
  net::Task<void> operator()(Cut) {
    close();
    co_return;
  }
  net::Task<void> operator()(Reset) {
    boost::system::error_code ec;
    socket_.set_option(asio::socket_base::linger(true, 0), ec);
    close();
    co_return;
  }
  net::Task<void> operator()(AwaitClose) {
    std::array<char, 4096> sink{};
    for (bool open = true; open;) {
      auto [ec, count] = co_await socket_.async_read_some(asio::buffer(sink), net::as_tuple);
      open = !ec;
    }
  }
  net::Task<void> operator()(Hang) {
    SteadyTimer forever(state_.io.get_executor(), SteadyTime::max());
    co_await forever.async_wait(net::as_tuple);
  }
  net::Task<void> operator()(Relay step) {
    net::Socket there(state_.io.get_executor());
    const tcp::endpoint peer(asio::ip::address_v4::loopback(), step.port);
    co_await there.async_connect(peer, net::as_tuple);
    bool answered = false;
    asio::co_spawn(state_.io, pass_on(there, socket_), [&state = state_, &answered](const std::exception_ptr&) {
      answered = true;
      state.tell();
    });
    co_await pass_on(socket_, there);
    co_await state_.until([&answered] { return answered; });
  }

private:
  void close() {
    boost::system::error_code ec;
    socket_.close(ec);
  }

  net::Task<void> read(bool with_body) {
    std::array<char, 65536> piece{};
    std::size_t wanted = 0;
    while (wanted == 0 || unread_.size() < wanted) {
      auto [ec, count] = co_await stream_.async_read_some(asio::buffer(piece), net::as_tuple);
      if (ec)
        co_return;
      unread_.append(piece.data(), count);
      if (const auto end = unread_.find("\r\n\r\n"); end != std::string::npos && wanted == 0)
        wanted = end + 4 + (with_body ? content_length(std::string_view(unread_).substr(0, end + 2)) : 0);
    }
    state_.requests.push_back(unread_.substr(0, wanted));
    unread_.erase(0, wanted);
    state_.tell();
  }

  State& state_;
  net::Socket& socket_;
  Stream& stream_;
  std::string unread_;
};

template <class State, class Stream>
net::Task<void> play(State& state, const Script& script, net::Socket& socket, Stream& stream) {
  Player<State, Stream> player(state, socket, stream);
  for (const auto& step : script)
    co_await std::visit([&player](const auto& each) { return player(each); }, step);
}

template <class State>
net::Task<void> serve(std::shared_ptr<State> state, Script script, net::Socket socket) {
  const bool silent = !script.empty() && std::holds_alternative<Hang>(script.front());
  if (!state->tls || silent) {
    co_await play(*state, script, socket, socket);
  } else {
    asio::ssl::stream<net::Socket&> stream(socket, *state->tls);
    auto [ec] = co_await stream.async_handshake(asio::ssl::stream_base::server, net::as_tuple);
    if (!ec) {
      const auto* const name = SSL_get_servername(stream.native_handle(), TLSEXT_NAMETYPE_host_name);
      state->server_names.emplace_back(name == nullptr ? "" : name);
      state->resumed += SSL_session_reused(stream.native_handle());
      co_await play(*state, script, socket, stream);
    }
  }
  ++state->finished;
  state->tell();
}

template <class State>
net::Task<void> accept(std::shared_ptr<State> state) {
  for (;;) {
    auto [ec, socket] = co_await state->acceptor.async_accept(net::as_tuple);
    if (ec)
      co_return;
    const auto number = static_cast<std::size_t>(state->accepted++);
    auto script = number < state->scripts.size() ? state->scripts[number] : Script{};
    asio::co_spawn(state->io, serve(state, std::move(script), std::move(socket)), asio::detached);
    state->tell();
  }
}

} // namespace

Write::Write(std::string_view text) : bytes(text) {}

std::string answer(std::string_view body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body);
}

std::string chunked(std::string_view bytes) {
  return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n" +
         std::string(bytes);
}

ScriptedServer::ScriptedServer(asio::io_context& io, std::vector<Script> scripts,
                               std::shared_ptr<asio::ssl::context> tls)
    : state_(std::make_shared<State>(io, std::move(scripts), std::move(tls))) {
  asio::co_spawn(io, accept(state_), asio::detached);
}

std::uint16_t ScriptedServer::port() const {
  return state_->acceptor.local_endpoint().port();
}
const std::vector<std::string>& ScriptedServer::requests() const {
  return state_->requests;
}
int ScriptedServer::accepted() const {
  return state_->accepted;
}
int ScriptedServer::resumed() const {
  return state_->resumed;
}
const std::vector<std::string>& ScriptedServer::server_names() const {
  return state_->server_names;
}

net::Task<void> ScriptedServer::until_accepted(int count) {
  return state_->until([state = state_.get(), count] { return state->accepted >= count; });
}

net::Task<void> ScriptedServer::until_requests(std::size_t count) {
  return state_->until([state = state_.get(), count] { return state->requests.size() >= count; });
}

net::Task<void> ScriptedServer::until_finished(int count) {
  return state_->until([state = state_.get(), count] { return state->finished >= count; });
}

void ScriptedServer::release() {
  ++state_->released;
  state_->tell();
}

} // namespace geminid::upstream
