#include "server/upstream/request_head.hpp"

#include <algorithm>

namespace geminid::upstream {

namespace {

bool is_token(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

bool is_field_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7f'; });
}

bool is_header(const std::pair<std::string, std::string>& header) {
  return is_token(header.first) && !header.first.empty() && header.first.find(':') == std::string::npos &&
         is_field_value(header.second);
}

bool has_body(const Request& request) {
  return !request.body.empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
}

void add_field(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

} // namespace

std::optional<std::string> request_head(const Origin& origin, const Request& request) {
  if (!is_token(request.method) || !is_token(request.target) || !request.target.starts_with('/') ||
      !is_field_value(request.api_key) || !is_field_value(request.content_type) ||
      !std::all_of(request.headers.begin(), request.headers.end(), is_header))
    return std::nullopt;

  std::string head;
  head.reserve(256 + origin.path_prefix.size() + request.target.size() + request.api_key.size());
  head.append(request.method).append(" ").append(origin.path_prefix).append(request.target).append(" HTTP/1.1\r\n");
  add_field(head, "Host", authority(origin));
  add_field(head, "User-Agent", "geminid");
  add_field(head, "Accept-Encoding", "identity");
  if (!request.api_key.empty())
    add_field(head, "x-goog-api-key", request.api_key);
  for (const auto& [name, value] : request.headers)
    add_field(head, name, value);
  if (has_body(request)) {
    add_field(head, "Content-Type", request.content_type);
    add_field(head, "Content-Length", std::to_string(request.body.size()));
  }
  head.append("\r\n");
  return head;
}

} // namespace geminid::upstream
