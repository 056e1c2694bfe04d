// HTTP/1.1 requests, as far as the stand-in needs to know them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace geminid::bench {

/// Views into what was received.
struct Request {
  std::string_view method;
  std::string_view target;
  std::string_view body;
  std::size_t size = 0; // in bytes, as received
};

/// The first request in `received`; nothing while it is not whole. A body without a length is taken to end with its
/// last chunk, and may not have another request behind it.
[[nodiscard]] std::optional<Request> read_request(std::string_view received);

/// The number in the last `[[name=number]]` of the body's end.
[[nodiscard]] std::optional<std::int64_t> directive(std::string_view body, std::string_view name);

} // namespace geminid::bench
