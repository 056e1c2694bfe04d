#include "server/http/router.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace geminid::http::router_test {
namespace {

using testing::ElementsAre;
using testing::Pair;

struct Case {
  std::string method;
  std::string path;
  /// Of the pattern that must match; empty: none may.
  std::string pattern;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.method << ' ' << c.path;
}

const std::vector<std::string> patterns{
    "/",
    "/v1/models",
    "/v1/models/{id}",
    "/v1/models/special",
    "/v1/{rest...}",
    "/v1beta/models/{call}",
    "/admin/{file...}",
    "/{a}/deep/{b}",
    "/x/{c}/leaf",
};

/// Each handler is known by its address in `routes`.
class RouterTest : public testing::TestWithParam<Case> {
protected:
  RouterTest() {
    for (const auto& pattern : patterns)
      router.add("GET", pattern, named(pattern));
    router.add("POST", "/v1/models/{id}", named("POST /v1/models/{id}"));
    router.add("DELETE", "/v1/models/special", named("DELETE /v1/models/special"));
  }

  static Handler named(std::string name) { return Named{std::move(name)}; }
  struct Named {
    std::string name;
    net::Task<void> operator()(Exchange&) const { co_return; }
  };
  static std::string name_of(const Router::Match& match) {
    return match.handler ? match.handler->target<Named>()->name : std::string{};
  }

  Router router;
};

TEST_P(RouterTest, ChoosesTheMostSpecificPattern) {
  const auto& [method, path, pattern] = GetParam();
  EXPECT_EQ(name_of(router.find(method, path)), pattern);
}

INSTANTIATE_TEST_SUITE_P(
    Paths, RouterTest,
    testing::Values(Case{"GET", "/", "/"}, Case{"GET", "/v1/models", "/v1/models"},
                    Case{"GET", "/v1/models/gemini-x", "/v1/models/{id}"},
                    Case{"GET", "/v1/models/special", "/v1/models/special"},
                    // Another method's literal does not hide this one's parameter, nor the other way round.
                    Case{"POST", "/v1/models/special", "POST /v1/models/{id}"},
                    Case{"DELETE", "/v1/models/special", "DELETE /v1/models/special"},
                    // Slashes are not merged, and a parameter is never empty.
                    Case{"GET", "/v1/models/", "/v1/{rest...}"}, Case{"GET", "//v1/models", ""},
                    Case{"GET", "/v1/models/a/b", "/v1/{rest...}"}, Case{"GET", "/v1/", "/v1/{rest...}"},
                    Case{"GET", "/v1", ""}, Case{"GET", "/admin/", "/admin/{file...}"}, Case{"GET", "/admin", ""},
                    Case{"GET", "/y/deep/z", "/{a}/deep/{b}"}, Case{"GET", "/x/deep/leaf", "/x/{c}/leaf"},
                    Case{"GET", "/x/deep/other", "/{a}/deep/{b}"}, Case{"HEAD", "/v1/models", "/v1/models"},
                    Case{"PUT", "/v1/models", ""}, Case{"OPTIONS", "*", ""}, Case{"GET", "", ""}));

TEST_F(RouterTest, HandsOutParametersByName) {
  const auto call = router.find("GET", "/v1beta/models/gemini-x:generateContent");
  EXPECT_THAT(call.parameters, ElementsAre(Pair("call", "gemini-x:generateContent")));
  const auto two = router.find("GET", "/one/deep/two");
  EXPECT_THAT(two.parameters, ElementsAre(Pair("a", "one"), Pair("b", "two")));
}

TEST_F(RouterTest, GivesTheRestWithItsSlashes) {
  EXPECT_THAT(router.find("GET", "/admin/css/a//b.css").parameters, ElementsAre(Pair("file", "css/a//b.css")));
  EXPECT_THAT(router.find("GET", "/admin/").parameters, ElementsAre(Pair("file", "")));
}

TEST_F(RouterTest, NamesTheMethodsThatAPathKnows) {
  EXPECT_THAT(router.find("PUT", "/v1/models/special").allowed,
              testing::UnorderedElementsAre("GET", "HEAD", "POST", "DELETE"));
  EXPECT_TRUE(router.find("PUT", "/nowhere").allowed.empty());
}

TEST_F(RouterTest, PrefersAnExplicitHeadHandler) {
  router.add("HEAD", "/v1/models", named("explicit"));
  EXPECT_EQ(name_of(router.find("HEAD", "/v1/models")), "explicit");
}

} // namespace
} // namespace geminid::http::router_test
