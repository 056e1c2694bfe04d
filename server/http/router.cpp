#include "server/http/router.hpp"

#include "server/http/answer.hpp"

#include <algorithm>
#include <cassert>

namespace geminid::http {
namespace {

/// Takes the first segment off `path`, which begins with the slash before it.
std::string_view take_segment(std::string_view& path) {
  const auto end = std::min(path.find('/', 1), path.size());
  const auto segment = path.substr(1, end - 1);
  path.remove_prefix(end);
  return segment;
}

/// What a client sent, cut and made ASCII, so that it can stand in a message whatever it was.
std::string printable(std::string_view text) {
  constexpr std::size_t length_max = 200;
  std::string out{text.substr(0, length_max)};
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return out;
}

Response not_found_or_not_allowed(const Exchange& exchange, const std::vector<std::string>& allowed) {
  const auto request = printable(exchange.method()) + " " + printable(exchange.path());
  if (allowed.empty())
    return error_response(404, "unknown_url", "Unknown request URL: " + request + ".");
  std::string methods;
  for (const auto& method : allowed)
    methods += (methods.empty() ? "" : ", ") + method;
  auto response =
      error_response(405, "method_not_supported", "Not allowed: " + request + ". Allowed methods: " + methods + ".");
  response.headers.push_back({"Allow", methods});
  return response;
}

} // namespace

Router::Router() : unmatched_(not_found_or_not_allowed) {}

void Router::set_unmatched(Unmatched unmatched) {
  unmatched_ = std::move(unmatched);
}

std::vector<Router::Segment> Router::parse(std::string_view pattern) {
  assert(pattern.starts_with('/'));
  std::vector<Segment> segments;
  while (!pattern.empty()) {
    assert(segments.empty() || segments.back().kind != Kind::rest);
    const auto text = take_segment(pattern);
    if (text.starts_with('{') && text.ends_with("...}"))
      segments.push_back({Kind::rest, std::string{text.substr(1, text.size() - 5)}});
    else if (text.starts_with('{') && text.ends_with('}'))
      segments.push_back({Kind::parameter, std::string{text.substr(1, text.size() - 2)}});
    else
      segments.push_back({Kind::literal, std::string{text}});
  }
  return segments;
}

bool Router::precedes(const Route& a, const Route& b) {
  return std::lexicographical_compare(a.segments.begin(), a.segments.end(), b.segments.begin(), b.segments.end(),
                                      [](const Segment& x, const Segment& y) { return x.kind < y.kind; });
}

void Router::add(std::string_view method, std::string_view pattern, Handler handler) {
  Route route{std::string{method}, parse(pattern), std::move(handler)};
  [[maybe_unused]] const auto same_pattern = [](const Segment& a, const Segment& b) {
    return a.kind == b.kind && (a.kind != Kind::literal || a.text == b.text);
  };
  for ([[maybe_unused]] const auto& other : routes_)
    assert(other.method != route.method || !std::equal(other.segments.begin(), other.segments.end(),
                                                       route.segments.begin(), route.segments.end(), same_pattern));
  const auto place = std::upper_bound(routes_.begin(), routes_.end(), route, precedes);
  routes_.insert(place, std::move(route));
}

bool Router::matches(const Route& route, std::string_view path) {
  for (const auto& expected : route.segments) {
    if (path.empty())
      return false;
    if (expected.kind == Kind::rest)
      return true;
    const auto segment = take_segment(path);
    if (expected.kind == Kind::literal ? segment != expected.text : segment.empty())
      return false;
  }
  return path.empty();
}

Router::Parameters Router::parameters(const Route& route, std::string_view path) {
  Parameters found;
  for (const auto& expected : route.segments) {
    if (expected.kind == Kind::rest) {
      found.emplace_back(expected.text, path.substr(1));
      break;
    }
    const auto segment = take_segment(path);
    if (expected.kind == Kind::parameter)
      found.emplace_back(expected.text, segment);
  }
  return found;
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
  Match match;
  if (!path.starts_with('/'))
    return match;
  const Route* head_by_get = nullptr;
  for (const auto& route : routes_) {
    const bool wanted = route.method == method;
    const bool stands_in = !head_by_get && method == "HEAD" && route.method == "GET";
    if (!(wanted || stands_in) || !matches(route, path))
      continue;
    if (wanted) {
      match.handler = &route.handler;
      match.parameters = parameters(route, path);
      return match;
    }
    head_by_get = &route;
  }
  if (head_by_get) {
    match.handler = &head_by_get->handler;
    match.parameters = parameters(*head_by_get, path);
    return match;
  }
  const auto allow = [&match](std::string_view name) {
    if (std::find(match.allowed.begin(), match.allowed.end(), name) == match.allowed.end())
      match.allowed.emplace_back(name);
  };
  for (const auto& route : routes_) {
    if (!matches(route, path))
      continue;
    allow(route.method);
    if (route.method == "GET")
      allow("HEAD");
  }
  return match;
}

} // namespace geminid::http
