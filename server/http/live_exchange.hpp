// The Exchange of a request on a connection.
#pragma once

#include "server/http/answer.hpp"
#include "server/http/exchange.hpp"
#include "server/http/request_reader.hpp"
#include "server/http/server_state.hpp"
#include "server/http/transport.hpp"
#include "server/http/url.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace geminid::http {

class LiveExchange final : public Exchange {
public:
  /// All of them outlive the exchange; the parser holds a complete request.
  LiveExchange(ServerState& server, Transport& transport, Parser& parser);

  /// Finds the handler, lets it answer, and answers in its place when it fails.
  net::Task<void> serve();

  /// What becomes of the connection after the exchange.
  enum class Ending {
    keep_alive,
    /// The client asked for it, or is gone.
    close,
    /// The server wants it, so the client may still be sending.
    linger,
    /// The body was cut short and its framing doesn't show it.
    abort,
  };
  [[nodiscard]] Ending ending() const;

  [[nodiscard]] std::string_view method() const override { return method_; }
  [[nodiscard]] std::string_view path() const override { return path_; }
  [[nodiscard]] std::string_view target() const override { return target_.origin_form; }
  [[nodiscard]] std::string_view path_parameter(std::string_view name) const override;
  [[nodiscard]] std::optional<std::string> query(std::string_view name) const override;
  [[nodiscard]] std::string_view header(std::string_view name) const override;
  [[nodiscard]] std::string header_list(std::string_view name) const override;
  [[nodiscard]] std::string& body() override { return parser_.get().body(); }
  [[nodiscard]] std::string_view request_id() const override { return request_id_; }
  [[nodiscard]] std::string_view remote_address() const override { return transport_.remote_address(); }

  void add_header(Header header) override { added_headers_.push_back(std::move(header)); }
  void watch_body(std::function<void(std::string_view)> callback) override { watcher_ = std::move(callback); }
  net::Task<void> respond(Response response) override;
  net::Task<void> begin_stream(Response response) override;
  net::Task<bool> write(std::string_view chunk) override;
  net::Task<void> end_stream() override;
  void reset() override { transport_.abort(); }
  [[nodiscard]] bool started() const override { return started_; }
  [[nodiscard]] GoneGuard on_gone(std::function<void()> callback) override;

private:
  enum class State { unanswered, streaming, answered };

  net::Task<void> dispatch();
  /// Whether the request was one that browsers send ahead of another.
  net::Task<bool> answer_preflight(const Router::Match& match);
  net::Task<void> fail(std::string_view what);
  std::string head_of(Response& response, Framing framing);
  net::Task<bool> send(Transport::Gather pieces);

  ServerState& server_;
  Transport& transport_;
  Parser& parser_;
  std::string request_id_;
  std::string_view method_;
  Target target_;
  /// Only when the path had escapes.
  std::string decoded_path_;
  std::string_view path_;
  Router::Parameters parameters_;

  std::vector<Header> added_headers_;
  std::function<void(std::string_view)> watcher_;
  std::optional<CountedStream> stream_;
  State state_ = State::unanswered;
  Framing framing_ = Framing::content_length;
  bool is_head_;
  bool client_keeps_alive_;
  bool closing_ = false;
  bool started_ = false;
  /// The head of a stream until its first write.
  std::string pending_head_;
};

} // namespace geminid::http
