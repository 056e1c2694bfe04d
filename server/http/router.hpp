// Finds the handler of a method and a path. Patterns: "/v1/models/{id}" where `{id}` is one segment and a last
// `{id...}` takes the rest of the path, slashes included. Literal segments win over parameters.
#pragma once

#include "server/http/exchange.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace geminid::http {

using Handler = std::function<net::Task<void>(Exchange&)>;

/// Paths are matched as they are: "/a", "/a/" and "//a" are three paths. `{id}` matches one segment that is not empty,
/// with whatever is in it ("gemini-x:generateContent"); `{rest...}` also matches the empty rest of "/admin/".
class Router {
public:
  using Parameters = std::vector<std::pair<std::string, std::string>>;

  struct Match {
    const Handler* handler = nullptr;
    Parameters parameters = {};
    /// When no handler takes the method but others take the path: their methods, for `Allow`.
    std::vector<std::string> allowed = {};
  };

  /// The default `Unmatched` in place.
  Router();

  /// Registering the same method and pattern twice is a programming error and asserts. A GET handler also serves HEAD
  /// (the server then drops the body). All routes are added before the first `find`.
  void add(std::string_view method, std::string_view pattern, Handler handler);

  /// The match points into the router.
  [[nodiscard]] Match find(std::string_view method, std::string_view path) const;

  /// Answers unmatched requests: 404, or 405 when `allowed` is not empty. The default sends
  /// `{"error":{"message":…,"type":"invalid_request_error","param":null,"code":…}}`.
  using Unmatched = std::function<Response(const Exchange&, const std::vector<std::string>& allowed)>;
  void set_unmatched(Unmatched unmatched);
  [[nodiscard]] const Unmatched& unmatched() const { return unmatched_; }

private:
  /// In order of precedence.
  enum class Kind { literal, parameter, rest };
  struct Segment {
    Kind kind;
    /// Literal text or parameter name.
    std::string text;
  };
  struct Route {
    std::string method;
    std::vector<Segment> segments;
    Handler handler;
  };
  static std::vector<Segment> parse(std::string_view pattern);
  static bool precedes(const Route& a, const Route& b);
  static bool matches(const Route& route, std::string_view path);
  static Parameters parameters(const Route& route, std::string_view path);

  /// Most specific first, so that the first match is the right one.
  std::vector<Route> routes_;
  Unmatched unmatched_;
};

} // namespace geminid::http
