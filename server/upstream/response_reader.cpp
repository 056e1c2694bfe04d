#include "server/upstream/response_reader.hpp"

#include <boost/beast/http/error.hpp>

#include <algorithm>

namespace geminid::upstream {

namespace http = boost::beast::http;

namespace {

constexpr std::string_view protocol = "HTTP/";

/// True as soon as the first bytes cannot become a status line: a peer that speaks something else (TLS, SSH) may fall
/// silent then, and waiting for a head would last until its timeout.
bool speaks_another_protocol(const boost::beast::flat_buffer& input) {
  const auto bytes = input.data();
  const std::string_view seen(static_cast<const char*>(bytes.data()), std::min(bytes.size(), protocol.size()));
  return !protocol.starts_with(seen);
}

} // namespace

void ResponseReader::Parser::on_response_impl(int status, View, int, Code&) {
  head.status = status;
}

void ResponseReader::Parser::on_field_impl(http::field field, View name, View value, Code&) {
  if (is_header_done()) // a trailer
    return;
  std::string lower_name(name.data(), name.size());
  for (auto& c : lower_name)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  std::string text(value.data(), value.size());
  if (field == http::field::content_type)
    head.content_type = text;
  head.headers.emplace_back(std::move(lower_name), std::move(text));
}

std::size_t ResponseReader::Parser::on_body_impl(View body, Code&) {
  piece = {body.data(), body.size()};
  return body.size();
}

std::size_t ResponseReader::Parser::on_chunk_body_impl(std::uint64_t, View body, Code&) {
  piece = {body.data(), body.size()};
  return body.size();
}

void ResponseReader::start() {
  parser_.emplace();
  parser_->eager(false); // one element at a time, so that at most one piece is pointed at
  parser_->header_limit(buffered_bytes_max);
  parser_->body_limit(boost::none);
  parser_->skip(answers_head_);
}

ResponseReader::Step ResponseReader::next(boost::beast::flat_buffer& input) {
  for (;;) {
    parser_->piece = {};
    if (complete())
      return Step::end;
    if (input.size() == 0)
      return Step::need_input;
    if (!parser_->got_some() && speaks_another_protocol(input))
      return Step::malformed;

    const bool in_head = !parser_->is_header_done();
    boost::beast::error_code ec;
    const auto used = parser_->put(input.data(), ec);
    input.consume(used);
    // Beast's own limit looks only at what is buffered, and fields are consumed one by one.
    if (in_head && (head_bytes_ += used) + (ec ? input.size() : 0) > buffered_bytes_max)
      return Step::too_large;
    if (ec == http::error::need_more)
      return input.size() < buffered_bytes_max ? Step::need_input : Step::too_large;
    if (ec)
      return ec == http::error::header_limit ? Step::too_large : Step::malformed;

    if (!head_told_ && parser_->is_header_done()) {
      if (const auto step = after_head(); step != Step::need_input)
        return step;
      continue;
    }
    if (!parser_->piece.empty())
      return Step::piece;
  }
}

/// Step::need_input after an interim response: the real one follows.
ResponseReader::Step ResponseReader::after_head() {
  const auto status = parser_->head.status;
  if (status == 101 || status < 100) // nobody asked to switch protocols
    return Step::malformed;
  if (status < 200) {
    start();
    return Step::need_input;
  }
  head_told_ = true;
  return Step::head;
}

std::optional<std::uint64_t> ResponseReader::content_length() const {
  const auto length = parser_->content_length();
  return length ? std::optional<std::uint64_t>(*length) : std::nullopt;
}

} // namespace geminid::upstream
