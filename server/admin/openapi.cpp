#include "server/admin/openapi.hpp"

#include "server/admin/routes.hpp"
#include "server/admin/schema.hpp"
#include "server/admin/schemas.hpp"

#include <array>
#include <cctype>
#include <map>
#include <set>

namespace geminid::admin {
namespace {

/// What each status of a refusal means; the body is an Error.
struct Refusal {
  int status;
  const char* name; // in #/components/responses
  const char* meaning;
};

constexpr std::array refusals{
    Refusal{400, "Invalid", "The request is wrong: `field` names where."},
    Refusal{401, "Unauthorized", "No session and no admin token, or a wrong password."},
    Refusal{403, "Forbidden", "The session's CSRF token is missing, or a page of another site sends this."},
    Refusal{404, "NotFound", "There is no such thing."},
    Refusal{409, "Conflict", "Things are not so that this could be done."},
    Refusal{429, "Throttled", "Too many wrong passwords or tokens; `Retry-After` says for how long."},
    Refusal{503, "Unavailable", "The store or a part of the gateway does not answer at present."},
};

const Refusal* refusal_of(int status) {
  for (const auto& refusal : refusals)
    if (refusal.status == status)
      return &refusal;
  return nullptr;
}

std::string_view meaning_of_success(int status) {
  return status == 201 ? "Made." : status == 202 ? "Begun." : status == 204 ? "Done." : "The answer.";
}

std::vector<std::string> path_parameters(std::string_view path) {
  std::vector<std::string> names;
  for (auto at = path.find('{'); at != std::string_view::npos; at = path.find('{', at + 1))
    names.emplace_back(path.substr(at + 1, path.find('}', at) - at - 1));
  return names;
}

// The first word behind the prefix: what the call is about.
std::string tag_of(std::string_view path) {
  constexpr std::string_view prefix = "/admin/api/";
  if (path.starts_with(prefix))
    path.remove_prefix(prefix.size());
  else
    path.remove_prefix(1);
  return std::string{path.substr(0, path.find_first_of("/."))};
}

/// What the row entails by itself, and what it names.
std::set<int> refusal_statuses(const Route& route) {
  const auto& description = route.description;
  std::set<int> statuses{description.refusals.begin(), description.refusals.end()};
  statuses.insert(503);
  if (!description.request.empty() || !description.query.empty())
    statuses.insert(400);
  if (route.access == Access::admin)
    statuses.insert({401, 429});
  if (route.access == Access::admin && route.method != "GET")
    statuses.insert(403);
  if (!path_parameters(route.path).empty() && route.method != "PUT")
    statuses.insert(404);
  return statuses;
}

json content(const Success& success) {
  const auto schema =
      success.content_type == json_type ? schema::ref(success.body) : schema::described(schema::text(), success.body);
  return {{std::string{success.content_type}, {{"schema", schema}}}};
}

json responses(const Route& route) {
  json list = json::object();
  for (const auto& success : route.description.answers) {
    auto& response = list[std::to_string(success.status)];
    response["description"] = meaning_of_success(success.status);
    if (!success.body.empty())
      response["content"] = content(success);
  }
  for (const auto status : refusal_statuses(route))
    if (const auto* refusal = refusal_of(status))
      list[std::to_string(status)] = {{"$ref", std::string{"#/components/responses/"} + refusal->name}};
  return list;
}

json parameters(const Route& route) {
  json list = json::array();
  for (const auto& name : path_parameters(route.path))
    list.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", schema::text({.size_min = 1})}});
  for (const auto& parameter : route.description.query)
    list.push_back(
        {{"name", parameter.name}, {"in", "query"}, {"description", parameter.meaning}, {"schema", parameter.schema}});
  return list;
}

// A session's calls that change something also need its CSRF token.
json security(const Route& route) {
  if (route.access == Access::everybody)
    return json::array();
  json by_session{{"session", json::array()}};
  if (route.method != "GET")
    by_session["csrf"] = json::array();
  const json by_token{{"token", json::array()}};
  return json::array({by_session, by_token});
}

json operation(const Route& route) {
  json of{{"operationId", route.operation},
          {"summary", route.description.summary},
          {"tags", json::array({tag_of(route.path)})},
          {"responses", responses(route)},
          {"security", security(route)}};
  if (auto list = parameters(route); !list.empty())
    of["parameters"] = std::move(list);
  if (!route.description.request.empty())
    of["requestBody"] = {{"required", !route.description.request_optional},
                         {"content", {{std::string{json_type}, {{"schema", schema::ref(route.description.request)}}}}}};
  return of;
}

json common_responses() {
  json list = json::object();
  for (const auto& refusal : refusals) {
    auto& response = list[refusal.name];
    response["description"] = refusal.meaning;
    response["content"][std::string{json_type}]["schema"] = schema::ref("Error");
    if (refusal.status == 429)
      response["headers"]["Retry-After"] = {{"description", "Seconds."}, {"schema", schema::count()}};
  }
  return list;
}

json security_schemes() {
  return {{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", session_cookie}}},
          {"csrf",
           {{"type", "apiKey"},
            {"in", "header"},
            {"name", "X-CSRF-Token"},
            {"description", "The session's `csrf_token`, from the login or `GET /admin/api/session`."}}},
          {"token", {{"type", "http"}, {"scheme", "bearer"}, {"description", "`GEMINID_ADMIN_TOKEN`"}}}};
}

std::string lower(std::string_view text) {
  std::string out{text};
  for (auto& c : out)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

} // namespace

json openapi_document(std::span<const Route> routes) {
  json paths = json::object();
  for (const auto& route : routes)
    paths[std::string{route.path}][lower(route.method)] = operation(route);
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "geminid admin API"},
            {"version", "1"},
            {"license", {{"name", "MIT"}, {"identifier", "MIT"}}},
            {"description", "Times are RFC 3339 in UTC. An unknown field of a request is refused by its name."}}},
          {"servers", json::array({{{"url", "/"}}})},
          {"paths", std::move(paths)},
          {"components",
           {{"schemas", schemas()}, {"responses", common_responses()}, {"securitySchemes", security_schemes()}}}};
}

net::Task<http::Response> get_openapi(http::Exchange&, Admin& admin) {
  const auto rows = routes(admin.metrics_public);
  co_return answer(200, openapi_document(rows));
}

} // namespace geminid::admin
