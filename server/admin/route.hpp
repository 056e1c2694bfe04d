// One call of the admin API: the row from which it is served, guarded and audited.
#pragma once

#include "server/admin/access.hpp"
#include "server/admin/answers.hpp"
#include "server/http/router.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace geminid::admin {

/// Answers with a value, for the caller that `Caller::identify` found.
using Handler = std::function<net::Task<http::Response>(http::Exchange&, Admin&)>;

/// What of a call is in the audit log.
enum class Audited : std::uint8_t {
  no,      // it changes nothing
  request, // what was asked for: the body, which holds no secret
  outcome, // what came of it: the body may hold secrets
};

/// Answers bit by bit, for as long as it likes.
using StreamHandler = std::function<net::Task<void>(http::Exchange&, Admin&, const Caller&)>;

struct Route {
  std::string_view method;
  std::string_view path; // a pattern of the router's
  std::string_view operation;
  Handler handler;
  Audited audited = Audited::no;
  Access access = Access::admin;
  StreamHandler stream = {}; // in place of `handler`
};

/// What every answer of the admin API carries.
void add_security_headers(http::Response& response);

/// Serves the route: refuses whom it must, answers, and says what changed to the audit log before the answer goes out.
void add_route(http::Router& router, Admin& admin, Route route);

} // namespace geminid::admin
