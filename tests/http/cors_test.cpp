// Which web pages' scripts may call, as browsers ask and are told.
#include "tests/http/http_fixture.hpp"

namespace geminid::http::cors_test {
namespace {

constexpr auto page = "https://app.example";

std::string value(const std::vector<Header>& headers, std::string_view name) {
  for (const auto& header : headers)
    if (header.name == name)
      return header.value;
  return {};
}

CorsPolicy policy(std::string_view origins) {
  auto parsed = CorsPolicy::parse(origins, {"/v1/"});
  EXPECT_TRUE(parsed) << parsed.error().message;
  return *parsed;
}

TEST(Cors, ConcernsNobodyUnlessOriginsAreSet) {
  EXPECT_FALSE(CorsPolicy{}.concerns("/v1/models"));
  EXPECT_FALSE(policy("").concerns("/v1/models"));
  EXPECT_FALSE(policy(" , ").concerns("/v1/models"));
  EXPECT_TRUE(policy("*").concerns("/v1/models"));
  EXPECT_FALSE(policy("*").concerns("/admin/api/keys"));
}

TEST(Cors, NamesThePageOnlyWhereItIsListed) {
  const auto listed = policy("https://app.example, http://localhost:3000");
  EXPECT_EQ(value(listed.headers(page), "Access-Control-Allow-Origin"), page);
  EXPECT_EQ(value(listed.headers("http://localhost:3000"), "Access-Control-Allow-Origin"), "http://localhost:3000");
  for (const auto* stranger : {"https://evil.example", "https://app.example.evil.example", "http://app.example",
                               "https://app.example:8443", "null", ""}) {
    EXPECT_EQ(value(listed.headers(stranger), "Access-Control-Allow-Origin"), "") << stranger;
    EXPECT_EQ(value(listed.headers(stranger), "Vary"), "Origin") << stranger;
    EXPECT_EQ(listed.preflight_headers(stranger, "authorization", {"POST"}).size(), 1U) << stranger;
  }
  EXPECT_EQ(value(policy("*").headers("https://evil.example"), "Access-Control-Allow-Origin"), "*");
}

TEST(Cors, AllowsTheHeadersOfTheSdksAndNoOthers) {
  const auto headers = policy("*").preflight_headers(
      page,
      "Authorization, x-api-key,X-Goog-Api-Key, content-type, anthropic-version, anthropic-beta, openai-organization, "
      "x-stainless-os, cookie, x-csrf-token, bad\"name",
      {"GET", "POST"});
  EXPECT_EQ(value(headers, "Access-Control-Allow-Headers"),
            "authorization, x-api-key, x-goog-api-key, content-type, anthropic-version, anthropic-beta, "
            "openai-organization, x-stainless-os");
  EXPECT_EQ(value(headers, "Access-Control-Allow-Methods"), "GET, POST");
  const auto exposed = value(headers, "Access-Control-Expose-Headers");
  for (const auto* name : {"x-request-id", "retry-after", "x-ratelimit-remaining-requests"})
    EXPECT_NE(exposed.find(name), std::string::npos) << name;
}

TEST(Cors, RefusesWhatIsNoOrigin) {
  for (const auto* wrong : {"app.example", "https://app.example/", "https://", "https://*.example", "https://a b://",
                            "https://u@app.example", "*, https://app.example"}) {
    const auto parsed = CorsPolicy::parse(wrong, {"/v1/"});
    EXPECT_FALSE(parsed) << wrong;
  }
}

class CorsServer : public HttpTest {
protected:
  CorsServer() {
    options.cors = *CorsPolicy::parse(page, {"/v1/"});
    for (const auto* path : {"/v1/chat", "/admin/keys"})
      router.add("POST", path, [this](Exchange& exchange) -> net::Task<void> {
        ++handled;
        auto response = text_response("refused", 401);
        co_await exchange.respond(std::move(response));
      });
  }
  static std::string lines(std::string_view origin) {
    return "Origin: " + std::string{origin} + "\r\nAccess-Control-Request-Method: POST\r\n" +
           "Access-Control-Request-Headers: authorization\r\n";
  }

  int handled = 0;
};

TEST_F(CorsServer, AnswersAPreflightItself) {
  with_client([&](RawClient& client) -> net::Task<void> {
    const auto answer = co_await client.exchange(request_text("OPTIONS", "/v1/chat", lines(page)));
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.header("access-control-allow-origin"), page);
    EXPECT_EQ(answer.header("access-control-allow-methods"), "POST");
    EXPECT_EQ(answer.header("access-control-allow-headers"), "authorization");
    EXPECT_EQ(answer.header("vary"), "Origin");
    EXPECT_EQ(handled, 0);
  });
}

TEST_F(CorsServer, LetsThePageReadErrorsToo) {
  with_client([&](RawClient& client) -> net::Task<void> {
    const auto refused = co_await client.exchange(request_text("POST", "/v1/chat", lines(page)));
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(refused.header("access-control-allow-origin"), page);
    const auto missing = co_await client.exchange(request_text("GET", "/v1/nothing", lines(page)));
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(missing.header("access-control-allow-origin"), page);
  });
}

TEST_F(CorsServer, LetsThePageReadWhatTheServerItselfRefuses) {
  options.limits.body_bytes_max = 100;
  options.limits.header_bytes_max = 2'000;
  struct Case {
    int status;
    std::string request;
  };
  const auto with = [](std::string_view path, const std::string& more) {
    return request_text("POST", path, lines(page) + more);
  };
  const std::vector<Case> cases{
      {413, with("/v1/chat", "Content-Length: 101\r\n")},
      {431, with("/v1/chat", "x-long: " + std::string(2'000, 'x') + "\r\n")},
      {400, with("/v1/chat", "Transfer-Encoding: gzip\r\n")},
      {413, with("/%76%31/chat", "Content-Length: 101\r\n")},
  };
  for (const auto& c : cases) {
    with_client([&](RawClient& client) -> net::Task<void> {
      const auto answer = co_await client.exchange(c.request);
      EXPECT_EQ(answer.status, c.status) << c.request;
      EXPECT_EQ(answer.header("access-control-allow-origin"), page) << c.request;
      EXPECT_EQ(answer.header("vary"), "Origin") << c.request;
    });
  }
  for (const auto& request :
       {with("/admin/keys", "Content-Length: 101\r\n"),
        request_text("POST", "/v1/chat", "Origin: https://evil.example\r\nContent-Length: 101\r\n")}) {
    with_client([&](RawClient& client) -> net::Task<void> {
      const auto answer = co_await client.exchange(request);
      EXPECT_EQ(answer.status, 413) << request;
      EXPECT_EQ(answer.header("access-control-allow-origin"), "") << request;
    });
  }
}

TEST_F(CorsServer, SaysNothingOfOtherPathsAndToOtherPages) {
  with_client([&](RawClient& client) -> net::Task<void> {
    for (const auto* method : {"OPTIONS", "POST"}) {
      const auto admin = co_await client.exchange(request_text(method, "/admin/keys", lines(page)));
      EXPECT_EQ(admin.status, std::string_view{method} == "POST" ? 401 : 405);
      EXPECT_EQ(admin.header("access-control-allow-origin"), "");
      EXPECT_EQ(admin.header("vary"), "");
      const auto stranger = co_await client.exchange(request_text(method, "/v1/chat", lines("https://evil.example")));
      EXPECT_EQ(stranger.header("access-control-allow-origin"), "");
      EXPECT_EQ(stranger.header("access-control-allow-headers"), "");
    }
  });
}

} // namespace
} // namespace geminid::http::cors_test
