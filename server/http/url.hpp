// Reads request targets. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace geminid::http {

/// Views into the request line.
struct Target {
  /// Path and query as sent. Of an absolute target ("http://host/path", RFC 9112, 3.2.2) the authority is dropped.
  std::string_view origin_form;
  /// Still percent-encoded.
  std::string_view path;
  /// Behind the first '?', still encoded.
  std::string_view query;
};

[[nodiscard]] Target split_target(std::string_view target);

/// A '%' that two hex digits do not follow stays as it is. "%2F" becomes '/', as if it had been sent so: there is only
/// one reading of a path, and the router sees the same one as the handler. Slashes are not merged.
[[nodiscard]] std::string percent_decode(std::string_view text);

/// The value of the first parameter `name`; '+' is a space, as forms encode it.
[[nodiscard]] std::optional<std::string> query_value(std::string_view query, std::string_view name);

} // namespace geminid::http
