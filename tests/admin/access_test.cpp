#include "tests/admin/admin_test.hpp"

#include <cctype>

namespace geminid::test {
namespace {

struct Call {
  const char* method;
  const char* path;
};

class Access : public testing::TestWithParam<Call> {};

TEST_P(Access, IsOnlyForTheAdminToken) {
  GatewayWorld world;
  const std::string path = "/admin/api" + std::string{GetParam().path};
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
  EXPECT_NE(world.request(GetParam().method, path, bearer(GatewayWorld::admin_token), "{}").status, 401);
}

INSTANTIATE_TEST_SUITE_P(Calls, Access,
                         testing::Values(Call{"GET", "/keys"}, Call{"POST", "/keys"}, Call{"POST", "/keys/bulk"},
                                         Call{"POST", "/keys/check"}, Call{"PATCH", "/keys/x"},
                                         Call{"DELETE", "/keys/x"}, Call{"POST", "/keys/x/check"},
                                         Call{"GET", "/user-keys"}, Call{"POST", "/user-keys"},
                                         Call{"PATCH", "/user-keys/x"}, Call{"DELETE", "/user-keys/x"},
                                         Call{"GET", "/models"}, Call{"PUT", "/models/x"}, Call{"DELETE", "/models/x"},
                                         Call{"GET", "/settings"}, Call{"PATCH", "/settings"}, Call{"GET", "/audit"},
                                         Call{"GET", "/circuits"}, Call{"GET", "/logs"}, Call{"GET", "/stats"},
                                         Call{"GET", "/session"}, Call{"POST", "/logout"},
                                         Call{"POST", "/logout-everywhere"}, Call{"POST", "/password"}),
                         [](const auto& of) {
                           auto name = std::string{of.param.method} + of.param.path;
                           for (auto& c : name)
                             c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
                           return name;
                         });

TEST(AdminToken, IsNoUserKey) {
  GatewayWorld world;
  world.add_key();
  const auto answer =
      world.request("POST", "/v1/chat/completions", bearer(GatewayWorld::admin_token), chat_body().dump());
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.error().value("code", ""), "invalid_api_key");
}

} // namespace
} // namespace geminid::test
