#include "server/upstream/request_head.hpp"

#include <gtest/gtest.h>

namespace geminid::upstream::request_head_test {
namespace {

const Origin origin{.tls = true, .host = "example.org", .port = 443, .path_prefix = "/gemini"};

TEST(RequestHead, HoldsWhatTheUpstreamNeedsAndNothingElse) {
  Request request;
  request.target = "/v1beta/models/m:streamGenerateContent?alt=sse";
  request.api_key = "AQ.key";
  request.body = "{\"a\":1}";
  EXPECT_EQ(request_head(origin, request), "POST /gemini/v1beta/models/m:streamGenerateContent?alt=sse HTTP/1.1\r\n"
                                           "Host: example.org\r\n"
                                           "User-Agent: geminid\r\n"
                                           "Accept-Encoding: identity\r\n"
                                           "x-goog-api-key: AQ.key\r\n"
                                           "Content-Type: application/json\r\n"
                                           "Content-Length: 7\r\n"
                                           "\r\n");
}

TEST(RequestHead, LeavesOutTheKeyAndTheBodysFieldsWhereThereIsNone) {
  Request request;
  request.method = "GET";
  request.target = "/v1beta/models";
  EXPECT_EQ(request_head(origin, request), "GET /gemini/v1beta/models HTTP/1.1\r\n"
                                           "Host: example.org\r\n"
                                           "User-Agent: geminid\r\n"
                                           "Accept-Encoding: identity\r\n"
                                           "\r\n");
}

TEST(RequestHead, TellsTheLengthOfAnEmptyPost) {
  Request request;
  request.target = "/x";
  EXPECT_NE(request_head(origin, request)->find("Content-Length: 0\r\n"), std::string::npos);
}

TEST(RequestHead, NamesThePortWhereTheSchemeDoesNot) {
  const std::pair<Origin, std::string> table[] = {
      {{.tls = true, .host = "h", .port = 443}, "h"},       {{.tls = true, .host = "h", .port = 80}, "h:80"},
      {{.tls = false, .host = "h", .port = 80}, "h"},       {{.tls = false, .host = "h", .port = 443}, "h:443"},
      {{.tls = false, .host = "::1", .port = 80}, "[::1]"}, {{.tls = true, .host = "::1", .port = 1}, "[::1]:1"},
  };
  for (const auto& [where, expected] : table)
    EXPECT_EQ(authority(where), expected);
}

TEST(RequestHead, IsNotBuiltFromWhatCouldSmuggleAnotherRequest) {
  const auto with = [](auto change) {
    Request request;
    request.target = "/x";
    request.api_key = "key";
    change(request);
    return request;
  };
  const Request table[] = {
      with([](Request& r) { r.target = "/x y"; }),
      with([](Request& r) { r.target = "/x\r\nA: b"; }),
      with([](Request& r) { r.target = "x"; }),
      with([](Request& r) { r.target = ""; }),
      with([](Request& r) { r.api_key = "key\r\nA: b"; }),
      with([](Request& r) { r.api_key = "key\n"; }),
      with([](Request& r) { r.content_type = "a\rb"; }),
      with([](Request& r) { r.method = "GET /y HTTP/1.1\r\n"; }),
  };
  for (const auto& request : table)
    EXPECT_EQ(request_head(origin, request), std::nullopt) << testing::PrintToString(request.target);
}

} // namespace
} // namespace geminid::upstream::request_head_test
