#include "server/http/answer.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace geminid::http::answer_test {
namespace {

std::string head(const Response& response, const HeadOptions& options) {
  std::string out;
  append_head(out, response, options);
  return out;
}

TEST(Answer, HeadHasStatusIdTypeAndLength) {
  Response response;
  response.body = "{}";
  response.headers = {{"Retry-After", "3"}};
  EXPECT_EQ(head(response, {.request_id = "req_1"}), "HTTP/1.1 200 OK\r\nx-request-id: req_1\r\n"
                                                     "Content-Type: application/json\r\nContent-Length: 2\r\n"
                                                     "Retry-After: 3\r\n\r\n");
}

TEST(Answer, WithoutAContentTypeHasNoBody) {
  Response response;
  response.status = 302;
  response.content_type.clear();
  response.body = "ignored";
  EXPECT_EQ(head(response, {.request_id = "r", .close = true}),
            "HTTP/1.1 302 Found\r\nx-request-id: r\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

TEST(Answer, OfAStatusWithoutBodyStatesNoLength) {
  for (const int status : {204, 304}) {
    Response response;
    response.status = status;
    EXPECT_FALSE(has_body(response));
    EXPECT_EQ(head(response, {.request_id = "r"}).find("Content-Length"), std::string::npos) << status;
  }
}

TEST(Answer, OfAnUnknownStatusHasAnEmptyReason) {
  Response response;
  response.status = 529;
  EXPECT_TRUE(head(response, {.request_id = "r"}).starts_with("HTTP/1.1 529 \r\n"));
}

TEST(Answer, HeadersCanNeitherSplitTheAnswerNorTouchItsFraming) {
  Response response;
  response.headers = {{"X-Echo", "a\r\nSet-Cookie: b"}, {"Bad Name", "x"},         {"", "x"},
                      {"content-length", "9"},          {"Connection", "upgrade"}, {"Transfer-Encoding", "chunked"},
                      {"X-Request-Id", "theirs"}};
  EXPECT_EQ(head(response, {.request_id = "ours"}),
            "HTTP/1.1 200 OK\r\nx-request-id: ours\r\nContent-Type: application/json\r\nContent-Length: 0\r\n"
            "X-Echo: a  Set-Cookie: b\r\n\r\n");
}

TEST(Answer, ChunkHeadIsItsSizeInHex) {
  EXPECT_EQ(ChunkHead{1}.text(), "1\r\n");
  EXPECT_EQ(ChunkHead{0x1f4}.text(), "1f4\r\n");
  EXPECT_EQ(ChunkHead{~std::size_t{0}}.text(), "ffffffffffffffff\r\n");
}

TEST(Answer, ErrorsHaveOpenAisShape) {
  const auto client = nlohmann::json::parse(error_response(413, "request_too_large", "Too \"big\".").body);
  EXPECT_EQ(client, nlohmann::json::parse(R"({"error":{"message":"Too \"big\".","type":"invalid_request_error",
                                              "param":null,"code":"request_too_large"}})"));
  const auto server = nlohmann::json::parse(error_response(500, "internal_error", "x").body);
  EXPECT_EQ(server["error"]["type"], "server_error");
}

} // namespace
} // namespace geminid::http::answer_test
