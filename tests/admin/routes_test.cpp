// What holds of every call alike, by the table from which it is served.
#include "tests/admin/admin_test.hpp"

namespace geminid::test::routes_test {
namespace {

constexpr auto nobody = "nobody-has-this-id";

class Calls : public testing::Test {
protected:
  Answer call(const admin::Route& route, const std::string& path, const std::string& body) {
    return world.request(route.method, path, route.operation == "login" ? "" : bearer(GatewayWorld::admin_token), body);
  }
  Answer call(const admin::Route& route, const std::string& path) { return call(route, path, body_of(route)); }

  /// The id or name of something that there is for the route to change. A new kind of thing needs its line here.
  std::string thing_for(const admin::Route& route) {
    if (route.path.starts_with("/admin/api/logs/{id}")) // which nothing changes
      return {};
    if (route.path.starts_with("/admin/api/keys/check/{job}"))
      return world.admin("POST", "/keys/check", {{"background", true}}).document.at("id");
    if (route.path.starts_with("/admin/api/keys/{id}"))
      return world.add_key();
    if (route.path.starts_with("/admin/api/user-keys/{id}"))
      return world.admin("POST", "/user-keys", {{"name", "someone"}}).document.at("id");
    if (route.path.starts_with("/admin/api/models/{model}")) {
      EXPECT_EQ(world.admin("PUT", "/models/" + std::string{default_model}, {{"rpm", 7}}).status, 200);
      return default_model;
    }
    if (route.path.find('{') != std::string_view::npos)
      ADD_FAILURE() << "thing_for() must learn to make what " << name_of(route) << " is about";
    return {};
  }

  GatewayWorld world;
  std::vector<admin::Route> routes = admin::routes(false);
};

TEST_F(Calls, WithABodyRefuseWhatIsNoJsonObject) {
  for (const auto& route : routes) {
    if (route.description.request.empty())
      continue;
    SCOPED_TRACE(name_of(route));
    const auto path = path_of(route, thing_for(route));
    for (const std::string body : {"", "{", "weight=1", "[{}]", "7", "null"})
      if (!body.empty() || !route.description.request_optional)
        expect_invalid(call(route, path, body), "");
  }
}

TEST_F(Calls, WithABodyRefuseAFieldThatNobodyKnowsByItsName) {
  for (const auto& route : routes) {
    auto body = example_of(route);
    if (body.is_null())
      continue;
    SCOPED_TRACE(name_of(route));
    body["wieght"] = 1;
    expect_invalid(call(route, path_of(route, thing_for(route)), body.dump()), "wieght");
  }
}

TEST_F(Calls, AboutWhatThereIsNotAreAnswered404) {
  for (const auto& route : routes) {
    if (route.path.find('{') == std::string_view::npos || route.method == "PUT")
      continue;
    SCOPED_TRACE(name_of(route));
    expect_refused(call(route, path_of(route, nobody)), 404, "not_found");
  }
}

TEST_F(Calls, ThatPutOrPatchMayBeRepeated) {
  for (const auto& route : routes) {
    if (route.method != "PUT" && route.method != "PATCH")
      continue;
    SCOPED_TRACE(name_of(route));
    const auto path = path_of(route, thing_for(route));
    const auto first = call(route, path);
    EXPECT_EQ(first.status, 200) << first.body;
    const auto again = call(route, path);
    EXPECT_EQ(again.status, 200) << again.body;
    EXPECT_EQ(again.document, first.document);
  }
}

TEST_F(Calls, ThatDeleteAnswer404WhenRepeated) {
  for (const auto& route : routes) {
    if (route.method != "DELETE" || route.description.answers.front().status != 204) // what it ends is still there
      continue;
    SCOPED_TRACE(name_of(route));
    const auto path = path_of(route, thing_for(route));
    const auto first = call(route, path);
    EXPECT_EQ(first.status, 204) << first.body;
    EXPECT_EQ(first.body, "");
    expect_refused(call(route, path), 404, "not_found");
  }
}

} // namespace
} // namespace geminid::test::routes_test
