#include "server/http/cors.hpp"

#include <algorithm>
#include <array>

namespace geminid::http {
namespace {

constexpr std::size_t origins_max = 100;
constexpr std::size_t asked_headers_max = 64;
constexpr std::string_view separators = ", \t\r\n";

/// What the SDKs of OpenAI, Anthropic and Google send, and browsers ask for.
constexpr std::array<std::string_view, 8> allowed_headers{"authorization",  "content-type",   "x-api-key",
                                                          "x-goog-api-key", "traceparent",    "tracestate",
                                                          "x-request-id",   "idempotency-key"};
constexpr std::array<std::string_view, 4> allowed_prefixes{"anthropic-", "openai-", "x-stainless-", "x-goog-"};

constexpr std::string_view exposed_headers =
    "x-request-id, x-geminid-model, retry-after, retry-after-ms, x-should-retry, x-ratelimit-limit-requests, "
    "x-ratelimit-limit-tokens, x-ratelimit-remaining-requests, x-ratelimit-remaining-tokens, "
    "x-ratelimit-reset-requests, x-ratelimit-reset-tokens";

/// Seconds; browsers take no more than two hours.
constexpr std::string_view preflight_kept = "7200";

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

template <class Take>
void each_word(std::string_view text, Take take) {
  for (auto begin = text.find_first_not_of(separators); begin != std::string_view::npos;
       begin = text.find_first_not_of(separators, begin)) {
    const auto end = std::min(text.find_first_of(separators, begin), text.size());
    take(text.substr(begin, end - begin));
    begin = end;
  }
}

/// A scheme and an authority, as a browser writes them: nothing behind the port.
bool is_origin(std::string_view text) {
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos || scheme == 0 || scheme + 3 == text.size())
    return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f' && c != '*' && c != '"'; }) &&
         text.find_first_of("/?#@", scheme + 3) == std::string_view::npos;
}

bool is_allowed_header(std::string_view name) {
  return std::find(allowed_headers.begin(), allowed_headers.end(), name) != allowed_headers.end() ||
         std::any_of(allowed_prefixes.begin(), allowed_prefixes.end(),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

bool is_plain_name(std::string_view name) {
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; });
}

} // namespace

Result<CorsPolicy> CorsPolicy::parse(std::string_view origins, std::vector<std::string> path_prefixes) {
  CorsPolicy policy;
  policy.path_prefixes_ = std::move(path_prefixes);
  std::string wrong;
  each_word(origins, [&](std::string_view word) {
    if (word == "*")
      policy.everybody_ = true;
    else if (is_origin(word))
      policy.origins_.push_back(lower(word));
    else if (wrong.empty())
      wrong = word;
  });
  if (!wrong.empty())
    return Error{"expected * or origins such as https://app.example or http://localhost:3000, without a path, not \"" +
                 wrong + "\""};
  if (policy.everybody_ && !policy.origins_.empty())
    return Error{"expected either * or origins, not both"};
  if (policy.origins_.size() > origins_max)
    return Error{"expected at most " + std::to_string(origins_max) + " origins"};
  return policy;
}

bool CorsPolicy::allows(std::string_view origin) const {
  return !origin.empty() &&
         (everybody_ || std::find(origins_.begin(), origins_.end(), lower(origin)) != origins_.end());
}

bool CorsPolicy::concerns(std::string_view path) const {
  return (everybody_ || !origins_.empty()) &&
         std::any_of(path_prefixes_.begin(), path_prefixes_.end(),
                     [&](const std::string& prefix) { return path.starts_with(prefix); });
}

std::vector<Header> CorsPolicy::headers(std::string_view origin) const {
  std::vector<Header> headers{{"Vary", "Origin"}};
  if (!allows(origin))
    return headers;
  headers.push_back({"Access-Control-Allow-Origin", everybody_ ? "*" : std::string{origin}});
  headers.push_back({"Access-Control-Expose-Headers", std::string{exposed_headers}});
  return headers;
}

std::vector<Header> CorsPolicy::preflight_headers(std::string_view origin, std::string_view wanted_headers,
                                                  const std::vector<std::string>& methods) const {
  auto headers = this->headers(origin);
  if (!allows(origin))
    return headers;
  std::string allowed;
  for (const auto& method : methods)
    allowed.append(allowed.empty() ? "" : ", ").append(method);
  headers.push_back({"Access-Control-Allow-Methods", std::move(allowed)});
  // "*" would not cover Authorization, and no pattern is possible: what was asked for is named.
  std::string names;
  std::size_t count = 0;
  each_word(wanted_headers, [&](std::string_view word) {
    const auto name = lower(word);
    if (count < asked_headers_max && is_plain_name(name) && is_allowed_header(name)) {
      names.append(names.empty() ? "" : ", ").append(name);
      ++count;
    }
  });
  if (!names.empty())
    headers.push_back({"Access-Control-Allow-Headers", std::move(names)});
  headers.push_back({"Access-Control-Max-Age", std::string{preflight_kept}});
  return headers;
}

} // namespace geminid::http
