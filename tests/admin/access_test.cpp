// Who may call: of every call, by the table from which it is served.
#include "tests/admin/admin_test.hpp"

namespace geminid::admin {

void PrintTo(const Route& route, std::ostream* out) {
  *out << route.method << ' ' << route.path;
}

} // namespace geminid::admin

namespace geminid::test::access_test {
namespace {

class Access : public testing::TestWithParam<admin::Route> {};

TEST_P(Access, IsOnlyForTheAdminToken) {
  GatewayWorld world;
  const auto path = path_of(GetParam(), "x");
  const auto refused = [&](std::string_view headers) {
    const auto answer = world.request(GetParam().method, path, headers, "{}");
    expect_refused(answer, 401, "unauthorized");
    EXPECT_EQ(answer.header("cache-control"), "no-store");
  };
  refused("");
  refused(bearer("world-admin-token-2"));
  refused(bearer("world-admin-token-"));
  refused(bearer(std::string{GatewayWorld::admin_token} + "1"));
  refused(bearer(GatewayWorld::user_key)); // a user is no admin
  refused("x-goog-api-key: " + std::string{GatewayWorld::admin_token} + "\r\n");
  if (!is_stream(GetParam())) {
    EXPECT_NE(world.request(GetParam().method, path, bearer(GatewayWorld::admin_token), "{}").status, 401);
  }
}

std::vector<admin::Route> all_but_login() {
  auto routes = admin::routes(false);
  std::erase_if(routes, [](const auto& route) { return route.operation == "login"; });
  return routes;
}

INSTANTIATE_TEST_SUITE_P(Calls, Access, testing::ValuesIn(all_but_login()),
                         [](const auto& of) { return std::string{of.param.operation}; });

TEST(Session, ChangesNothingWithoutItsCsrfToken) {
  GatewayWorld world;
  const auto login = world.request("POST", "/admin/api/login", "", json{{"password", "world-admin-password-1"}}.dump());
  const auto set = login.header("set-cookie");
  const auto cookie = "Cookie: " + set.substr(0, set.find(';')) + "\r\n";
  for (const auto& route : all_but_login()) {
    SCOPED_TRACE(name_of(route));
    const auto call = [&](const std::string& headers) {
      return world.request(route.method, path_of(route, "x"), cookie + headers, body_of(route));
    };
    if (route.method != "GET") {
      expect_refused(call(""), 403, "csrf", "X-CSRF-Token");
      expect_refused(call("X-CSRF-Token: " + std::string(64, '0') + "\r\n"), 403, "csrf", "X-CSRF-Token");
    } else if (!is_stream(route)) {
      EXPECT_EQ(call("").status, route.path.find('{') == std::string_view::npos ? 200 : 404);
    }
  }
}

TEST(AdminToken, IsNoUserKey) {
  GatewayWorld world;
  world.add_key();
  const auto answer =
      world.request("POST", "/v1/chat/completions", bearer(GatewayWorld::admin_token), chat_body().dump());
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.error().value("code", ""), "invalid_api_key");
}

} // namespace
} // namespace geminid::test::access_test
