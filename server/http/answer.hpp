// The bytes of an answer: status line, headers, chunk framing, error bodies. Pure.
#pragma once

#include "server/http/exchange.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace geminid::http {

/// How the client will know where the body ends.
enum class Framing { content_length, chunked, until_close };

struct HeadOptions {
  std::string_view request_id;
  Framing framing = Framing::content_length;
  /// Tells the client that the connection closes after this answer.
  bool close = false;
  /// HTTP/1.0 clients must be told when the connection stays open.
  bool announce_keep_alive = false;
};

/// Appends the status line and all headers with the blank line. Framing, `Connection` and `x-request-id` are the
/// server's: such headers of the response are left out. Headers whose name is no token are left out too; control
/// characters in values become spaces, so no value can end its line.
void append_head(std::string& out, const Response& response, const HeadOptions& options);

/// Whether an answer of this status and content type has a body at all.
[[nodiscard]] bool has_body(const Response& response);

/// "1f4\r\n", which goes before a chunk's bytes.
class ChunkHead {
public:
  explicit ChunkHead(std::size_t chunk_bytes);
  [[nodiscard]] std::string_view text() const { return {text_.data(), size_}; }

private:
  std::array<char, 2 * sizeof(std::size_t) + 2> text_;
  std::size_t size_;
};

/// OpenAI's error shape (gemini-wire.md, 9.8): type "invalid_request_error", or "server_error" from 500 on.
[[nodiscard]] Response error_response(int status, std::string_view code, std::string_view message);

/// A line for a person who looks with a browser.
[[nodiscard]] Response plain_answer(int status, std::string_view text);

} // namespace geminid::http
