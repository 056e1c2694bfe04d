#include "server/http/answer.hpp"

#include "shared/json_text.hpp"

#include <boost/beast/http/field.hpp>
#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace geminid::http {
namespace {

using boost::beast::http::field;

bool forbids_body(int status) {
  return status < 200 || status == 204 || status == 304;
}

void append_number(std::string& out, std::size_t value) {
  std::array<char, 24> digits;
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

bool is_token(std::string_view name) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           marks.find(c) != std::string_view::npos;
  });
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_servers_own(std::string_view name) {
  switch (boost::beast::http::string_to_field(name)) {
  case field::connection:
  case field::content_length:
  case field::content_type:
  case field::keep_alive:
  case field::transfer_encoding:
    return true;
  default:
    return boost::beast::iequals(name, "x-request-id");
  }
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  const auto begin = out.size();
  out += value;
  std::replace_if(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), is_control, ' ');
  out += "\r\n";
}

void append_framing(std::string& out, const Response& response, const HeadOptions& options) {
  if (forbids_body(response.status))
    return;
  if (options.framing == Framing::chunked) {
    out += "Transfer-Encoding: chunked\r\n";
  } else if (options.framing == Framing::content_length) {
    out += "Content-Length: ";
    append_number(out, has_body(response) ? response.body.size() : 0);
    out += "\r\n";
  }
}

} // namespace

bool has_body(const Response& response) {
  return !response.content_type.empty() && !forbids_body(response.status);
}

void append_head(std::string& out, const Response& response, const HeadOptions& options) {
  out.reserve(out.size() + 256);
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(response.status));
  out += ' ';
  const auto status = boost::beast::http::int_to_status(static_cast<unsigned>(response.status));
  if (status != boost::beast::http::status::unknown)
    out += std::string_view{boost::beast::http::obsolete_reason(status)};
  out += "\r\nx-request-id: ";
  out += options.request_id;
  out += "\r\n";
  if (!response.content_type.empty())
    append_field(out, "Content-Type", response.content_type);
  append_framing(out, response, options);
  for (const auto& [name, value] : response.headers)
    if (is_token(name) && !is_servers_own(name))
      append_field(out, name, value);
  if (options.close)
    out += "Connection: close\r\n";
  else if (options.announce_keep_alive)
    out += "Connection: keep-alive\r\n";
  out += "\r\n";
}

ChunkHead::ChunkHead(std::size_t chunk_bytes) {
  auto* end = std::to_chars(text_.data(), text_.data() + text_.size() - 2, chunk_bytes, 16).ptr;
  *end++ = '\r';
  *end++ = '\n';
  size_ = static_cast<std::size_t>(end - text_.data());
}

Response error_response(int status, std::string_view code, std::string_view message) {
  Response response;
  response.status = status;
  JsonWriter json{response.body};
  json.begin_object().key("error").begin_object();
  json.key("message").string(message);
  json.key("type").string(status >= 500 ? "server_error" : "invalid_request_error");
  json.key("param").null();
  json.key("code").string(code);
  json.end_object().end_object();
  return response;
}

Response plain_answer(int status, std::string_view text) {
  Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = text;
  return response;
}

} // namespace geminid::http
