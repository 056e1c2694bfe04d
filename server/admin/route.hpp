// One call of the admin API: the row from which it is served, guarded, audited and described.
#pragma once

#include "server/admin/access.hpp"
#include "server/admin/answers.hpp"
#include "server/http/router.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::admin {

/// Answers with a value, for the caller that `Caller::identify` found.
using Handler = std::function<net::Task<http::Response>(http::Exchange&, Admin&)>;

/// What of a call is in the audit log.
enum class Audited : std::uint8_t {
  no,      // it changes nothing
  request, // what was asked for: the body, which holds no secret
  outcome, // what came of it: the body may hold secrets
};

struct QueryParameter {
  std::string_view name;
  std::string_view meaning;
  json schema;
};

inline constexpr std::string_view json_type = "application/json";

struct Success {
  int status;
  /// A name of `schemas()`; empty where there is no body. Of another type than JSON: what the text is, in words.
  std::string_view body = {};
  std::string_view content_type = json_type;
};

/// What a program that calls must know, for the API's description (openapi.hpp). A test refuses a route without one.
struct Description {
  /// One line.
  std::string_view summary = {};
  std::vector<QueryParameter> query = {};
  /// A name of `schemas()`, of a JSON object; empty: no body is read.
  std::string_view request = {};
  bool request_optional = false; // the body may be empty
  std::vector<Success> answers = {};
  /// Statuses of refusals beyond those that its access, method, path and request entail by themselves.
  std::vector<int> refusals = {};
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
  Description description = {};

  // The description, word by word.
  Route says(std::string_view summary) &&;
  Route with_query(std::vector<QueryParameter> query) &&;
  Route with_body(std::string_view request) &&;
  Route with_optional_body(std::string_view request) &&;
  Route answers(int status, std::string_view body = {}, std::string_view content_type = json_type) &&;
  Route refuses(std::vector<int> statuses) &&;
};

/// What every answer of the admin API carries.
void add_security_headers(http::Response& response);

/// Serves the route: refuses whom it must, answers, and says what changed to the audit log before the answer goes out.
void add_route(http::Router& router, Admin& admin, Route route);

} // namespace geminid::admin
