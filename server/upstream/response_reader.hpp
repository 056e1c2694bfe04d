// Turns the bytes of one HTTP/1.1 response into its head and the pieces of its body. Does no I/O.
#pragma once

#include "server/upstream/client.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include <optional>

namespace geminid::upstream {

/// The longest head, and the most that is ever buffered of a response.
inline constexpr std::size_t buffered_bytes_max = 64 * 1024;

class ResponseReader {
public:
  enum class Step { need_input, head, piece, end, malformed, too_large };

  /// A response to HEAD has no body, whatever its Content-Length says.
  explicit ResponseReader(bool answers_head) : answers_head_(answers_head) { start(); }

  /// Consumes input up to the next thing to tell. Interim responses (1xx) are skipped.
  Step next(boost::beast::flat_buffer& input);
  /// The peer closed in an orderly way: is that the proper end of this response?
  [[nodiscard]] bool ends_at_eof() const { return head_told_ && (parser_->is_done() || parser_->need_eof()); }
  /// Nothing of the response is missing (also when a piece has just been told).
  [[nodiscard]] bool complete() const { return head_told_ && parser_->is_done(); }
  /// Call when complete.
  [[nodiscard]] bool keep_alive() const { return parser_->keep_alive(); }
  [[nodiscard]] std::optional<std::uint64_t> content_length() const;

  /// After Step::head, once.
  [[nodiscard]] ResponseHead take_head() { return std::move(parser_->head); }
  /// After Step::piece; lies in the input buffer, so it is valid until that is filled again.
  [[nodiscard]] std::string_view piece() const { return parser_->piece; }

private:
  /// Beast's parser without Beast's message: fields go straight to the head, body bytes are only pointed at.
  struct Parser : boost::beast::http::basic_parser<false> {
    ResponseHead head;
    std::string_view piece;

  protected:
    using Code = boost::beast::error_code;
    using View = boost::beast::string_view;
    void on_request_impl(boost::beast::http::verb, View, View, int, Code&) override {}
    void on_response_impl(int status, View reason, int version, Code&) override;
    void on_field_impl(boost::beast::http::field field, View name, View value, Code&) override;
    void on_header_impl(Code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
    std::size_t on_body_impl(View body, Code&) override;
    void on_chunk_header_impl(std::uint64_t, View, Code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t remain, View body, Code&) override;
    void on_finish_impl(Code&) override {}
  };

  void start();
  Step after_head();

  std::optional<Parser> parser_;
  std::size_t head_bytes_ = 0;
  bool answers_head_;
  bool head_told_ = false;
};

} // namespace geminid::upstream
