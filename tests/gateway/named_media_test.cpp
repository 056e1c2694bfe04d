// What a client names by URL is fetched where the model can't follow the URL itself, and only there.
#include "tests/gateway/told.hpp"
#include "tests/upstream/certificates.hpp"
#include "tests/upstream/scripted_server.hpp"

namespace geminid::test::named_media_test {
namespace {

using upstream::AwaitClose;
using upstream::Close;
using upstream::ReadHead;
using upstream::Script;
using upstream::ScriptedServer;
using upstream::Write;

constexpr auto newer_model = "gemini-3.8-flash";
constexpr auto other_model = "gemini-2.5-pro";
constexpr std::string_view png = "\x89PNG\r\n\x1a\n...";
constexpr auto png_in_base64 = "iVBORw0KGgouLi4=";

Script shows_image() {
  return {ReadHead{},
          Write{"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: " + std::to_string(png.size()) +
                "\r\n\r\n" + std::string{png}},
          Close{}};
}

json image_chat(const std::vector<std::string>& urls, const char* model = default_model) {
  auto body = chat_body("", model);
  auto& content = body["messages"][0]["content"] = json::array({{{"type", "text"}, {"text", "What is this?"}}});
  for (const auto& url : urls)
    content.push_back({{"type", "image_url"}, {"image_url", {{"url", url}}}});
  return body;
}

class NamedMedia : public testing::Test {
protected:
  static std::string url_of(const ScriptedServer& server, const char* path = "/cat.png") {
    return "http://files.example:" + std::to_string(server.port()) + path;
  }
  static void expect_url_refused(const Answer& answer, std::string_view words) {
    EXPECT_EQ(answer.status, 400) << answer.body;
    const auto error = answer.error();
    EXPECT_EQ(error.at("param"), "messages[0].content[1].image_url.url");
    EXPECT_EQ(error.at("code"), "invalid_value");
    EXPECT_NE(error.at("message").get<std::string>().find(words), std::string::npos) << answer.body;
  }
  static json parts_of(const json& request) {
    return json::parse(request.at("body").get<std::string>()).at("contents").at(0).at("parts");
  }
};

TEST_F(NamedMedia, ReachAModelThatFollowsNoUrlsAsInlineData) {
  GatewayWorld world;
  world.add_key();
  ScriptedServer server(world.io(), {shows_image(), shows_image(), shows_image()});
  for (const bool streamed : {false, true}) {
    const auto body = image_chat({url_of(server)});
    const auto answer = streamed ? world.stream(body) : world.chat(body);
    EXPECT_EQ(answer.status, 200) << answer.body;
  }
  // The same URL is fetched once.
  EXPECT_EQ(world.chat(image_chat({url_of(server), url_of(server)})).status, 200);
  EXPECT_EQ(server.accepted(), 3);
  const json image{{"inlineData", {{"mimeType", "image/png"}, {"data", png_in_base64}}}};
  const auto recorded = world.google().stats().recorded_json().at("requests");
  ASSERT_EQ(recorded.size(), 3U);
  EXPECT_EQ(parts_of(recorded.at(0)), (json{{{"text", "What is this?"}}, image}));
  EXPECT_EQ(parts_of(recorded.at(1)), (json{{{"text", "What is this?"}}, image}));
  EXPECT_EQ(parts_of(recorded.at(2)), (json{{{"text", "What is this?"}}, image, image}));
  EXPECT_EQ(server.requests().front().find(GatewayWorld::user_key), std::string::npos);
}

TEST_F(NamedMedia, AreNotFetchedForAModelThatFollowsTheUrlItself) {
  GatewayWorld world;
  world.add_key();
  const auto answer = world.chat(image_chat({"https://files.example/cat.png"}, newer_model));
  EXPECT_EQ(answer.status, 200) << answer.body;
  const auto recorded = world.google().stats().recorded_json().at("requests");
  EXPECT_EQ(parts_of(recorded.at(0)).at(1).at("fileData").at("fileUri"), "https://files.example/cat.png");
}

TEST_F(NamedMedia, AreFetchedOverHttpForEveryModelSinceNoneFollowsIt) {
  GatewayWorld world;
  world.add_key();
  ScriptedServer server(world.io(), {shows_image()});
  EXPECT_EQ(world.chat(image_chat({url_of(server)}, newer_model)).status, 200);
  EXPECT_EQ(server.accepted(), 1);
}

TEST_F(NamedMedia, ThatLeadInsideAreRefusedAsThoseThatLeadNowhere) {
  GatewayWorld world;
  world.add_key();
  for (const std::string url : {"http://private.example/", "http://nobody.invalid/", "http://10.0.0.1/",
                                "http://169.254.169.254/latest/meta-data/", "https://[::1]/cat.png"})
    expect_url_refused(world.chat(image_chat({url})),
                       "The URL leads to a host that cannot be reached on the public internet.");
  EXPECT_EQ(world.attempts(), 0U);
}

TEST_F(NamedMedia, ThatAreNoMediaAreRefused) {
  GatewayWorld world;
  world.add_key();
  ScriptedServer server(
      world.io(),
      {{ReadHead{}, Write{"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"}, AwaitClose{}},
       {ReadHead{}, Write{"HTTP/1.1 200 OK\r\nContent-Type: image/gif\r\n\r\n"}, AwaitClose{}},
       {ReadHead{}, Write{"HTTP/1.1 200 OK\r\n\r\n????"}, Close{}},
       {ReadHead{}, Write{"HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n"}, Close{}}});
  expect_url_refused(world.chat(image_chat({url_of(server)})), "leads to a web page");
  expect_url_refused(world.stream(image_chat({url_of(server)})), "leads to 'image/gif', which Gemini does not take");
  expect_url_refused(world.chat(image_chat({url_of(server, "/cat")})), "of an unknown type");
  expect_url_refused(world.chat(image_chat({url_of(server)})), "was answered with status 404");
  EXPECT_EQ(world.attempts(), 0U);
}

TEST_F(NamedMedia, AreRefusedWhereTheOperatorHasSwitchedFetchingOff) {
  GatewayWorld world{{.fetch_urls = false}};
  world.add_key();
  ScriptedServer server(world.io(), {shows_image()});
  expect_url_refused(world.chat(image_chat({"https://files.example/cat.png"})), "other URLs are not fetched");
  expect_url_refused(world.chat(image_chat({url_of(server)})), "Unsupported URL");
  EXPECT_EQ(server.accepted(), 0);
}

TEST_F(NamedMedia, ThatCannotBeFetchedCountNothingOfTheUsersLimits) {
  GatewayWorld world;
  world.add_key();
  const auto made = world.admin("POST", "/user-keys", {{"name", "limited"}, {"rpm", 1}});
  ASSERT_EQ(made.status, 201) << made.body;
  const auto bearer = "Authorization: Bearer " + made.document.at("key").get<std::string>() + "\r\n";
  const auto ask = [&](const json& body) { return world.request("POST", "/v1/chat/completions", bearer, body.dump()); };
  for (int i = 0; i < 2; ++i) {
    const auto refused = ask(image_chat({"http://private.example/"}));
    EXPECT_EQ(refused.status, 400) << refused.body;
    EXPECT_EQ(refused.header("x-ratelimit-remaining-requests"), "1");
  }
  EXPECT_EQ(ask(chat_body()).status, 200);
  EXPECT_EQ(ask(chat_body()).status, 429);
}

TEST_F(NamedMedia, AreLeftWhenTheClientLeaves) {
  GatewayWorld world;
  world.add_key();
  ScriptedServer server(world.io(), {{ReadHead{}, AwaitClose{}}});
  const auto pending = world.begin_chat(image_chat({url_of(server)}));
  world.run_until([&] { return !server.requests().empty(); });
  pending->leave();
  run(world.io(), [&] { return server.until_finished(1); });
  world.settle();
  EXPECT_EQ(world.attempts(), 0U);
}

class NamedMediaOfFallbacks : public NamedMedia {
protected:
  static void fall_back(GatewayWorld& world, const char* model) {
    ASSERT_EQ(world.admin("PUT", "/models/" + std::string{model}, {{"fallbacks", {other_model}}}).status, 200);
    sim::Fault fault;
    fault.body = "overloaded";
    fault.model = model;
    fault.count.reset();
    ASSERT_TRUE(world.google().faults().add(std::move(fault)));
  }
};

TEST_F(NamedMediaOfFallbacks, AreFetchedOnceForBothModels) {
  GatewayWorld world{{.settings = {{"routing", {{"max_wait_ms", 0}}}}}};
  world.add_key();
  fall_back(world, default_model);
  ScriptedServer server(world.io(), {shows_image()});
  const auto answer = world.chat(image_chat({url_of(server)}));
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.header("x-geminid-model"), other_model);
  EXPECT_EQ(server.accepted(), 1);
  const auto recorded = world.google().stats().recorded_json().at("requests");
  EXPECT_EQ(parts_of(recorded.back()).at(1).at("inlineData").at("data"), png_in_base64);
}

TEST_F(NamedMediaOfFallbacks, AreFetchedOnceForChoicesSideBySide) {
  const upstream::TestAuthority authority;
  GatewayWorld world{{.settings = {{"routing", {{"max_wait_ms", 0}}}}, .ca_file = authority.file()}};
  world.add_key();
  fall_back(world, newer_model);
  ScriptedServer server(world.io(), {shows_image()}, authority.server_context("DNS:files.example"));
  auto body = image_chat({"https://files.example:" + std::to_string(server.port()) + "/cat.png"}, newer_model);
  body["n"] = 3;
  const auto answer = world.chat(std::move(body));
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.document.at("choices").size(), 3U);
  EXPECT_EQ(server.accepted(), 1);
}

TEST_F(NamedMediaOfFallbacks, AreFetchedWhenOnlyTheOtherModelNeedsThem) {
  const upstream::TestAuthority authority;
  GatewayWorld world{{.settings = {{"routing", {{"max_wait_ms", 0}}}}, .ca_file = authority.file()}};
  world.add_key();
  fall_back(world, newer_model);
  ScriptedServer server(world.io(), {shows_image(), {ReadHead{}, AwaitClose{}}},
                        authority.server_context("DNS:files.example"));
  const auto url = "https://files.example:" + std::to_string(server.port()) + "/cat.png";
  const auto answer = world.chat(image_chat({url}, newer_model));
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.header("x-geminid-model"), other_model);
  const auto recorded = world.google().stats().recorded_json().at("requests");
  EXPECT_TRUE(parts_of(recorded.front()).at(1).contains("fileData"));
  EXPECT_EQ(parts_of(recorded.back()).at(1).at("inlineData").at("data"), png_in_base64);

  // Also that fetch ends when the client leaves.
  const auto pending = world.begin_chat(image_chat({url}, newer_model));
  world.run_until([&] { return server.requests().size() == 2; });
  pending->leave();
  run(world.io(), [&] { return server.until_finished(2); });
}

TEST_F(NamedMediaOfFallbacks, ThatCannotBeFetchedLeaveTheFirstModelsFailure) {
  GatewayWorld world{{.settings = {{"routing", {{"max_wait_ms", 0}}}}}};
  world.add_key();
  fall_back(world, newer_model);
  const auto answer = world.chat(image_chat({"https://private.example/cat.png"}, newer_model));
  EXPECT_EQ(answer.status, 503) << answer.body;
}

} // namespace
} // namespace geminid::test::named_media_test
