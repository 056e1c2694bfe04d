#include "tools/bench/stand_in_request.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace geminid::bench {
namespace {

constexpr std::size_t directive_bytes = 512; // directives stand in the last message

bool same_letter(char a, char b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return lower(a) == lower(b);
}

/// The value of a header; `name` with "\r\n" in front and ":" behind.
std::optional<std::string_view> header(std::string_view head, std::string_view name) {
  const auto found = std::search(head.begin(), head.end(), name.begin(), name.end(), same_letter);
  if (found == head.end())
    return std::nullopt;
  auto rest = head.substr(static_cast<std::size_t>(found - head.begin()) + name.size());
  rest = rest.substr(0, rest.find('\r'));
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  return rest;
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} ? std::optional{value} : std::nullopt;
}

} // namespace

std::optional<Request> read_request(std::string_view received) {
  constexpr std::string_view head_end = "\r\n\r\n";
  constexpr std::string_view last_chunk = "0\r\n\r\n";
  const auto end = received.find(head_end);
  if (end == std::string_view::npos)
    return std::nullopt;
  const auto head = received.substr(0, end + 2);
  const auto rest = received.substr(end + head_end.size());
  Request request;
  const auto blank = head.find(' ');
  request.method = head.substr(0, blank);
  request.target = head.substr(blank + 1, head.find(' ', blank + 1) - blank - 1);
  if (const auto length = header(head, "\r\ncontent-length:")) {
    const auto size = static_cast<std::size_t>(number(*length).value_or(0));
    if (rest.size() < size)
      return std::nullopt;
    request.body = rest.substr(0, size);
  } else if (header(head, "\r\ntransfer-encoding:")) {
    if (!rest.ends_with(last_chunk))
      return std::nullopt;
    request.body = rest;
  }
  request.size = end + head_end.size() + request.body.size();
  return request;
}

std::optional<std::int64_t> directive(std::string_view body, std::string_view name) {
  body = body.substr(body.size() - std::min(body.size(), directive_bytes));
  const auto begin = "[[" + std::string{name} + "=";
  const auto found = body.rfind(begin);
  return found == std::string_view::npos ? std::nullopt : number(body.substr(found + begin.size()));
}

} // namespace geminid::bench
