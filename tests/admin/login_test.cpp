#include "server/admin/session_api.hpp"
#include "tests/admin/admin_test.hpp"

#include <gmock/gmock.h>

namespace geminid::test::login_test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

const std::string password = "world-admin-password-1";

/// A browser that is logged in, or not.
class Login : public testing::Test {
protected:
  Answer log_in(const std::string& with = password, std::string_view headers = {}) {
    return take(world.request("POST", "/admin/api/login", std::string{headers} + cookie_line(),
                              json{{"password", with}}.dump()));
  }
  Answer get(std::string_view path) {
    return world.request("GET", "/admin/api" + std::string{path}, cookie_line(), "");
  }
  Answer post(std::string_view path, const json& body = json::object()) {
    return take(world.request("POST", "/admin/api" + std::string{path},
                              cookie_line() + "X-CSRF-Token: " + csrf + "\r\n", body.dump()));
  }
  [[nodiscard]] std::string cookie_line() const {
    return cookie.empty() ? "" : "Cookie: theme=dark; " + cookie + "\r\n";
  }

  GatewayWorld world;
  std::string cookie; // name=value
  std::string csrf;

private:
  Answer take(Answer answer) {
    if (const auto set = answer.header("set-cookie"); !set.empty())
      cookie = set.substr(0, set.find(';'));
    if (answer.document.is_object() && answer.document.contains("csrf_token"))
      csrf = answer.document["csrf_token"];
    return answer;
  }
};

TEST_F(Login, OpensTheAdminApiToABrowser) {
  EXPECT_EQ(get("/settings").status, 401);
  const auto answer = log_in();
  EXPECT_EQ(answer.status, 200) << answer.body;
  const auto end = parse_rfc3339(answer.document.at("expires_at").get<std::string>());
  ASSERT_TRUE(end);
  EXPECT_LE(*end, world.now() + admin::Sessions::longest);
  EXPECT_GT(*end, world.now() + admin::Sessions::longest - 1min);
  const auto set = answer.header("set-cookie");
  EXPECT_THAT(set, HasSubstr("; HttpOnly"));
  EXPECT_THAT(set, HasSubstr("; SameSite=Strict"));
  EXPECT_THAT(set, HasSubstr("; Path=/admin;"));
  EXPECT_THAT(set, Not(HasSubstr("Secure")));
  EXPECT_EQ(get("/settings").status, 200);
}

TEST_F(Login, IsRefusedWithoutTheRightPassword) {
  expect_refused(log_in("world-admin-password-2"), 401, "wrong_password", "password");
  expect_invalid(world.request("POST", "/admin/api/login", "", "{}"), "password");
  EXPECT_TRUE(cookie.empty());
  EXPECT_EQ(get("/settings").status, 401);
}

TEST_F(Login, IsNotDoneForAPageOfAnotherSite) {
  expect_refused(log_in(password, "Sec-Fetch-Site: cross-site\r\n"), 403, "cross_site");
  EXPECT_EQ(log_in(password, "Sec-Fetch-Site: same-origin\r\n").status, 200);
}

TEST_F(Login, BehindAnEncryptingProxyMakesASecureCookie) {
  EXPECT_THAT(log_in(password, "X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Proto: https\r\n").header("set-cookie"),
              HasSubstr("; Secure"));
}

TEST_F(Login, ChangesThingsWithItsCsrfToken) {
  log_in();
  const auto patch = [&](const std::string& headers) {
    return world.request("PATCH", "/admin/api/settings", cookie_line() + headers, R"({"routing":{"max_attempts":7}})");
  };
  EXPECT_EQ(patch("").status, 403);
  EXPECT_EQ(get("/settings").document.at("routing").at("max_attempts"), 3);
  EXPECT_EQ(patch("X-CSRF-Token: " + csrf + "\r\n").status, 200);
}

TEST_F(Login, TellsAReloadedPageItsCsrfToken) {
  log_in();
  const auto answer = get("/session");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.document.at("csrf_token"), csrf);
  EXPECT_EQ(answer.document.at("password_from_environment"), true);
  expect_refused(world.admin("GET", "/session"), 404, "no_session");
}

TEST_F(Login, EndsWithTheLogout) {
  log_in();
  const auto former = cookie;
  EXPECT_EQ(post("/logout").status, 204);
  EXPECT_EQ(cookie, "geminid_session=");
  cookie = former;
  EXPECT_EQ(get("/settings").status, 401);
}

TEST_F(Login, AgainEndsTheFormerSession) {
  log_in();
  const auto former = cookie;
  log_in();
  EXPECT_NE(cookie, former);
  EXPECT_EQ(get("/settings").status, 200);
  cookie = former;
  EXPECT_EQ(get("/settings").status, 401);
}

TEST_F(Login, EndsEverywhereAtOnce) {
  log_in();
  const auto first = cookie;
  cookie.clear();
  log_in();
  EXPECT_EQ(post("/logout-everywhere").status, 204);
  cookie = first;
  EXPECT_EQ(get("/settings").status, 401);
}

TEST_F(Login, EndsByItselfWhenItIsNotUsed) {
  log_in();
  world.leap(23h);
  EXPECT_EQ(get("/settings").status, 200);
  world.leap(23h);
  EXPECT_EQ(get("/settings").status, 200);
  world.leap(24h);
  EXPECT_EQ(get("/settings").status, 401);
}

TEST_F(Login, SurvivesARestartAndACrash) {
  log_in();
  world.restart();
  EXPECT_EQ(get("/settings").status, 200);
  world.crash();
  EXPECT_EQ(get("/settings").status, 200);
  EXPECT_EQ(post("/logout").status, 204);
}

TEST_F(Login, ThatHasEndedStaysEndedOverACrash) {
  log_in();
  const auto former = cookie;
  post("/logout");
  world.crash();
  cookie = former;
  EXPECT_EQ(get("/settings").status, 401);
}

TEST_F(Login, IsHeldUpAfterManyWrongPasswords) {
  for (int i = 0; i < 6; ++i)
    EXPECT_EQ(log_in("wrong").status, 401);
  const auto held = log_in();
  expect_refused(held, 429, "too_many_attempts");
  EXPECT_EQ(held.header("retry-after"), "1");
  EXPECT_EQ(log_in(password, "X-Forwarded-For: 203.0.113.9\r\n").status, 200); // from elsewhere it is not
  world.leap(1s);
  cookie.clear();
  EXPECT_EQ(log_in().status, 200);
}

TEST_F(Login, SeesThroughAProxyThatAddsALineOfItsOwn) {
  for (int i = 0; i < 6; ++i)
    EXPECT_EQ(
        log_in("wrong", "X-Forwarded-For: 198.51.100." + std::to_string(i) + "\r\nX-Forwarded-For: 203.0.113.7\r\n")
            .status,
        401);
  EXPECT_EQ(log_in(password, "X-Forwarded-For: 203.0.113.7\r\n").status, 429);
}

TEST_F(Login, ByTokenIsHeldUpAfterManyWrongTokens) {
  for (int i = 0; i < 6; ++i)
    EXPECT_EQ(world.request("GET", "/admin/api/settings", bearer("wrong"), "").status, 401);
  expect_refused(world.admin("GET", "/settings"), 429, "too_many_attempts");
  world.leap(1s);
  EXPECT_EQ(world.admin("GET", "/settings").status, 200);
}

TEST_F(Login, WithThePasswordOfTheEnvironmentCannotChangeIt) {
  log_in();
  expect_refused(post("/password", {{"old", password}, {"new", "another password"}}), 409, "password_from_environment");
}

/// Without a password in the environment.
class MadePassword : public testing::Test {
protected:
  MadePassword() {
    testing::internal::CaptureStdout();
    world.emplace(GatewayWorld::Options{.admin_password = std::nullopt});
    const auto said = testing::internal::GetCapturedStdout();
    made = said.substr(said.rfind(' ') + 1);
    made.pop_back(); // the line's end
  }
  int log_in(const std::string& with) {
    return world->request("POST", "/admin/api/login", "", json{{"password", with}}.dump()).status;
  }
  Answer change(const std::string& from, const std::string& to) {
    return world->admin("POST", "/password", {{"old", from}, {"new", to}});
  }

  std::optional<GatewayWorld> world;
  std::string made;
};

TEST_F(MadePassword, IsPrintedOnceAndNeverLogged) {
  EXPECT_EQ(made.size(), 20U);
  EXPECT_EQ(log_in(made), 200);
  EXPECT_EQ(world->log().find(made), std::string::npos);
  testing::internal::CaptureStdout();
  world->restart();
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(log_in(made), 200);
}

TEST_F(MadePassword, IsChangedByWhoKnowsIt) {
  expect_refused(change("wrong", "another password"), 401, "wrong_password", "old");
  expect_invalid(change(made, "short"), "new");
  EXPECT_EQ(log_in(made), 200);
  EXPECT_EQ(change(made, "another password").status, 204);
  EXPECT_EQ(log_in(made), 401);
  world->crash();
  EXPECT_EQ(log_in("another password"), 200);
}

TEST_F(MadePassword, ChangedInASessionEndsAllOthersAndGoesOn) {
  const auto log_in_to = [&] {
    return world->request("POST", "/admin/api/login", "", json{{"password", made}}.dump());
  };
  const auto cookie_line = [](const Answer& of) {
    const auto set = of.header("set-cookie");
    return "Cookie: " + set.substr(0, set.find(';')) + "\r\n";
  };
  const auto get = [&](const Answer& by) {
    return world->request("GET", "/admin/api/settings", cookie_line(by), "").status;
  };
  const auto here = log_in_to();
  const auto elsewhere = log_in_to();
  const auto changed =
      world->request("POST", "/admin/api/password",
                     cookie_line(here) + "X-CSRF-Token: " + here.document.at("csrf_token").get<std::string>() + "\r\n",
                     json{{"old", made}, {"new", "another password"}}.dump());
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(get(changed), 200);
  EXPECT_EQ(get(here), 401);
  EXPECT_EQ(get(elsewhere), 401);
}

} // namespace
} // namespace geminid::test::login_test
