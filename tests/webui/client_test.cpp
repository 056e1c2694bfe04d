#include "tests/webui/scripted_host.hpp"
#include "webui/api/client.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::client_test {
namespace {

class ClientTest : public testing::Test {
protected:
  ScriptedHost host;
  Locale locale;
  Client client{host, locale};

  ApiResult answer_to_a_call(int status, std::string body) {
    ApiResult answer = ApiError{};
    client.get("/admin/api/keys", [&](ApiResult result) { answer = std::move(result); });
    host.reply(status, std::move(body));
    return answer;
  }
};

TEST_F(ClientTest, GivesTheDocumentOfAnAnswer) {
  const auto answer = answer_to_a_call(200, R"({"total":3})");
  ASSERT_TRUE(answer);
  EXPECT_EQ((*answer)["total"], 3);
}

TEST_F(ClientTest, SaysWhatTheServerSaidWasWrongAndOfWhichField) {
  const auto answer = answer_to_a_call(
      400, R"({"error":{"code":"invalid_request","message":"weight must be positive","field":"weight"}})");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().field, "weight");
  EXPECT_EQ(answer.error().message, "Not accepted: weight must be positive");
}

TEST_F(ClientTest, SpeaksTheViewersLanguage) {
  locale.language = Language::chinese;
  const auto answer = answer_to_a_call(404, R"({"error":{"code":"not_found","message":"There is no such key."}})");
  EXPECT_EQ(answer.error().message, "对象已不存在");
}

TEST_F(ClientTest, AsksForALoginOnceWhenTheSessionHasEndedAndIsBackAfterIt) {
  std::vector<Client::Connection> heard;
  client.on_connection([&](Client::Connection now) { heard.push_back(now); });
  EXPECT_FALSE(answer_to_a_call(401, R"({"error":{"code":"unauthorized","message":"Log in."}})"));
  EXPECT_FALSE(answer_to_a_call(401, R"({"error":{"code":"unauthorized","message":"Log in."}})"));
  EXPECT_EQ(host.logins_asked, 1);
  client.logged_in();
  EXPECT_EQ(heard, (std::vector{Client::Connection::logged_out, Client::Connection::online}));
}

TEST_F(ClientTest, TakesTheLateRefusalOfAnEndedSessionForNoEndOfTheNextOne) {
  client.get("/admin/api/keys", [](const ApiResult&) {});
  client.logged_in();
  host.reply(401, R"({"error":{"code":"unauthorized","message":"Log in."}})");
  EXPECT_EQ(host.logins_asked, 0);
  EXPECT_EQ(client.connection(), Client::Connection::online);
}

TEST_F(ClientTest, GoesOnWithTheTokenOfARenewedSession) {
  EXPECT_TRUE(answer_to_a_call(200, R"({"csrf_token":"new","expires_at":"2026-11-27T00:00:00.000Z"})"));
  EXPECT_EQ(host.csrf_token, "new");
}

TEST_F(ClientTest, AWrongPasswordEndsNoSession) {
  EXPECT_FALSE(answer_to_a_call(401, R"({"error":{"code":"wrong_password","message":"The password is wrong."}})"));
  EXPECT_EQ(host.logins_asked, 0);
}

TEST_F(ClientTest, IsOfflineWithoutAnAnswerAndOnlineWithTheNext) {
  EXPECT_FALSE(answer_to_a_call(0, "TypeError: Failed to fetch"));
  EXPECT_EQ(client.connection(), Client::Connection::offline);
  EXPECT_TRUE(answer_to_a_call(204, ""));
  EXPECT_EQ(client.connection(), Client::Connection::online);
}

TEST_F(ClientTest, RefusesAnAnswerThatIsNoDocument) {
  const auto answer = answer_to_a_call(200, "<html>");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, "unreadable");
}

TEST_F(ClientTest, KeepsTheLastValueOfAResourceWhileItCannotBeLoadedAnew) {
  Resource<int> total;
  const auto parse = [](const dto::json& document) -> Result<int> { return document.value("total", 0); };
  client.load(total, "/x", parse);
  host.reply(200, R"({"total":7})");
  total.make_stale();
  client.load(total, "/x", parse);
  host.reply(500, "");
  ASSERT_NE(total.get(), nullptr);
  EXPECT_EQ(*total.get(), 7);
  EXPECT_EQ(total.error(), "The server failed (status 500)");
}

TEST_F(ClientTest, NamesTheFieldOfAnAnswerThatCannotBeReadOnce) {
  Resource<int> total;
  client.load(total, "/x", [](const dto::json&) -> Result<int> { return Error{"total must be an integer", "total"}; });
  host.reply(200, "{}");
  EXPECT_EQ(total.error(), "The answer could not be read: total must be an integer");
}

TEST_F(ClientTest, DropsAnAnswerThatANewerOneHasOvertaken) {
  Resource<int> total;
  const auto parse = [](const dto::json& document) -> Result<int> { return document.value("total", 0); };
  client.load(total, "/x?page=1", parse);
  client.load(total, "/x?page=2", parse);
  std::swap(host.calls[0], host.calls[1]);
  host.reply(200, R"({"total":2})");
  host.reply(200, R"({"total":1})");
  EXPECT_EQ(*total.get(), 2);
}

TEST(QueryText, LeavesOutWhatIsEmptyAndEncodesTheRest) {
  EXPECT_EQ(Query{}.add("q", "a b&c").add("state", "").add("name", "密").text(), "?q=a%20b%26c&name=%E5%AF%86");
}

} // namespace
} // namespace geminid::webui::client_test
