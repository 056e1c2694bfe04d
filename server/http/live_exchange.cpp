#include "server/http/live_exchange.hpp"

#include <cassert>
#include <exception>
#include <utility>

namespace geminid::http {

namespace asio = net::asio;

LiveExchange::LiveExchange(ServerState& server, Transport& transport, Parser& parser)
    : server_(server), transport_(transport), parser_(parser), request_id_(server.new_request_id()),
      method_(parser.get().method_string()), target_(split_target(parser.get().target())), path_(target_.path),
      is_head_(method_ == "HEAD"), client_keeps_alive_(parser.keep_alive()) {
  if (path_.find('%') != std::string_view::npos)
    path_ = decoded_path_ = percent_decode(path_);
}

std::string_view LiveExchange::path_parameter(std::string_view name) const {
  for (const auto& [parameter, value] : parameters_)
    if (parameter == name)
      return value;
  return {};
}

std::optional<std::string> LiveExchange::query(std::string_view name) const {
  return query_value(target_.query, name);
}

std::string_view LiveExchange::header(std::string_view name) const {
  return parser_.get()[name];
}

std::string LiveExchange::header_list(std::string_view name) const {
  std::string list;
  const auto [first, last] = parser_.get().equal_range(name);
  for (auto at = first; at != last; ++at)
    list.append(list.empty() ? "" : ", ").append(at->value().data(), at->value().size());
  return list;
}

net::Task<void> LiveExchange::serve() {
  std::string failure;
  try {
    co_await dispatch();
    // A handler that gives up because its client has gone does right.
    if (state_ != State::answered && !transport_.gone())
      failure = "the handler returned without a whole answer";
  } catch (const std::exception& error) {
    failure = error.what();
  } catch (...) {
    failure = "an exception of unknown type";
  }
  if (!failure.empty())
    co_await fail(failure);
}

net::Task<void> LiveExchange::dispatch() {
  auto match = server_.router.find(method_, path_);
  if (server_.options.cors.concerns(path_) && co_await answer_preflight(match))
    co_return;
  parameters_ = std::move(match.parameters);
  if (match.handler)
    co_return co_await (*match.handler)(*this);
  auto response = server_.router.unmatched()(*this, match.allowed);
  co_await respond(std::move(response));
}

net::Task<bool> LiveExchange::answer_preflight(const Router::Match& match) {
  const auto& cors = server_.options.cors;
  const bool preflight =
      method_ == "OPTIONS" && !header("access-control-request-method").empty() && !match.allowed.empty();
  auto headers =
      preflight ? cors.preflight_headers(header("origin"), header_list("access-control-request-headers"), match.allowed)
                : cors.headers(header("origin"));
  for (auto& added : headers)
    add_header(std::move(added));
  if (preflight) {
    Response response;
    response.status = 204;
    response.content_type.clear();
    co_await respond(std::move(response));
  }
  co_return preflight;
}

net::Task<void> LiveExchange::fail(std::string_view what) {
  server_.report(request_id_, what);
  if (started_)
    co_return;
  state_ = State::unanswered;
  auto response =
      server_.error_answer({500, "internal_error", "The server failed to handle this request.", target_.path});
  co_await respond(std::move(response));
}

std::string LiveExchange::head_of(Response& response, Framing framing) {
  response.headers.insert(response.headers.end(), added_headers_.begin(), added_headers_.end());
  framing_ = framing;
  closing_ = !client_keeps_alive_ || server_.draining || framing == Framing::until_close;
  std::string head;
  const bool is_old = parser_.get().version() < 11;
  append_head(head, response, {request_id_, framing, closing_, is_old && !closing_});
  return head;
}

net::Task<bool> LiveExchange::send(Transport::Gather pieces) {
  started_ = true;
  return transport_.write_all(pieces);
}

net::Task<void> LiveExchange::respond(Response response) {
  assert(state_ == State::unanswered);
  if (state_ != State::unanswered)
    co_return;
  state_ = State::answered;
  const auto head = head_of(response, Framing::content_length);
  Transport::Gather pieces{asio::buffer(head)};
  if (!is_head_ && has_body(response)) {
    pieces[1] = asio::buffer(response.body);
    if (watcher_)
      watcher_(response.body);
  }
  co_await send(pieces);
}

net::Task<void> LiveExchange::begin_stream(Response response) {
  assert(state_ == State::unanswered && response.body.empty());
  if (state_ != State::unanswered)
    co_return;
  state_ = State::streaming;
  stream_.emplace(server_);
  transport_.release_buffer();
  // HTTP/1.0 knows no chunks.
  pending_head_ = head_of(response, parser_.get().version() < 11 ? Framing::until_close : Framing::chunked);
}

net::Task<bool> LiveExchange::write(std::string_view chunk) {
  assert(state_ == State::streaming);
  if (state_ != State::streaming)
    co_return false;
  const auto head = std::exchange(pending_head_, {});
  const ChunkHead chunk_head{chunk.size()};
  Transport::Gather pieces{asio::buffer(head)};
  if (watcher_)
    watcher_(chunk);
  // An empty chunk would end the body; it only sends the head.
  if (!is_head_ && !chunk.empty()) {
    pieces[2] = asio::buffer(chunk);
    if (framing_ == Framing::chunked) {
      pieces[1] = asio::buffer(chunk_head.text());
      pieces[3] = asio::buffer(std::string_view{"\r\n"});
    }
  }
  co_return co_await send(pieces);
}

net::Task<void> LiveExchange::end_stream() {
  assert(state_ == State::streaming);
  if (state_ != State::streaming)
    co_return;
  state_ = State::answered;
  stream_.reset();
  const auto head = std::exchange(pending_head_, {});
  Transport::Gather pieces{asio::buffer(head)};
  if (!is_head_ && framing_ == Framing::chunked)
    pieces[1] = asio::buffer(std::string_view{"0\r\n\r\n"});
  co_await send(pieces);
}

Exchange::GoneGuard LiveExchange::on_gone(std::function<void()> callback) {
  return transport_.watch(std::move(callback));
}

LiveExchange::Ending LiveExchange::ending() const {
  if (transport_.gone())
    return Ending::close;
  if (state_ != State::answered)
    return framing_ == Framing::until_close ? Ending::abort : Ending::linger;
  if (!closing_ && !server_.draining)
    return Ending::keep_alive;
  const bool all_read = transport_.buffer().size() == 0;
  return !client_keeps_alive_ && all_read ? Ending::close : Ending::linger;
}

} // namespace geminid::http
