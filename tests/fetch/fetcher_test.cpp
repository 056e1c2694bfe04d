#include "tests/fetch/fetch_test.hpp"

namespace geminid::fetch::fetcher_test {
namespace {

using testing::ElementsAre;
using testing::SizeIs;
using namespace std::chrono_literals;

constexpr auto not_public = "leads to a host that cannot be reached on the public internet";

Script answers(const std::string& response) {
  return {ReadHead{}, Write{response}, Close{}};
}

std::string image(std::string_view bytes) {
  return "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: " + std::to_string(bytes.size()) + "\r\n\r\n" +
         std::string{bytes};
}

TEST_F(FetchTest, BringsTheBytesAndTheirTypeAndTellsNothingOfTheClient) {
  ScriptedServer server(io, {answers(image("cat"))});
  run([&]() -> net::Task<void> {
    const auto fetched = co_await fetch(url_of(server, "/cat.png?size=large#top"));
    EXPECT_THAT(fetched, Brings("cat"));
    EXPECT_EQ(fetched->content_type, "image/png");
    EXPECT_THAT(server.requests(),
                ElementsAre("GET /cat.png?size=large HTTP/1.1\r\nHost: files.example:" + std::to_string(server.port()) +
                            "\r\nUser-Agent: geminid\r\nAccept-Encoding: identity\r\n\r\n"));
  });
}

TEST_F(FetchTest, ConnectsToNoHostThatIsNotPublic) {
  ScriptedServer server(io, {answers(image("secret"))});
  names["private.example"] = {{"10.0.0.1"}};
  names["loopback.example"] = {{"127.0.0.2"}};
  names["mixed.example"] = {{"127.0.0.1", "192.168.0.1"}};
  names["mapped.example"] = {{"::ffff:10.0.0.1"}};
  names["unknown.example"] = {};
  run([&]() -> net::Task<void> {
    const auto port = ":" + std::to_string(server.port()) + "/";
    for (const std::string host : {"private.example", "loopback.example", "mixed.example", "mapped.example",
                                   "unknown.example", "10.0.0.1", "[::1]", "169.254.169.254", "[fd00:ec2::254]"}) {
      const auto fetched = co_await fetch("http://" + host + port);
      EXPECT_THAT(fetched, Fails(Fault::unreachable, not_public)) << host;
    }
    EXPECT_EQ(server.accepted(), 0);
  });
}

TEST_F(FetchTest, ByTheGuardThatIsUsedOutsideOfTestsConnectsToNoLoopback) {
  ScriptedServer server(io, {answers(image("secret"))});
  run([&]() -> net::Task<void> {
    Guard strict = guard();
    strict.address = is_public;
    Fetcher fetcher(io, options, strict);
    EXPECT_THAT(co_await fetch(fetcher, url_of(server)), Fails(Fault::unreachable, not_public));
    Fetcher stricter(io, options);
    EXPECT_THAT(co_await fetch(stricter, url_of(server)), Fails(Fault::malformed, "names a port that is none of"));
    EXPECT_THAT(co_await fetch(stricter, "http://127.0.0.1/"), Fails(Fault::unreachable, not_public));
    EXPECT_EQ(server.accepted(), 0);
  });
}

TEST_F(FetchTest, SaysTheSameOfAPublicHostThatRefusesTheConnection) {
  std::uint16_t port = 0;
  {
    net::asio::basic_socket_acceptor<net::asio::ip::tcp, net::Executor> taken(
        io.get_executor(), net::asio::ip::tcp::endpoint(net::asio::ip::address_v4::loopback(), 0));
    port = taken.local_endpoint().port();
  }
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await fetch("http://files.example:" + std::to_string(port) + "/"),
                Fails(Fault::unreachable, not_public));
  });
}

TEST_F(FetchTest, ConnectsToTheAddressThatWasJudgedWhateverTheNameServerSaysNext) {
  ScriptedServer server(io, {answers(image("cat"))});
  names["files.example"] = {{"127.0.0.1"}, {"10.0.0.1"}};
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await fetch(url_of(server)), Brings("cat"));
    EXPECT_THAT(looked_up, SizeIs(1));
    EXPECT_THAT(judged, ElementsAre("127.0.0.1"));
    EXPECT_THAT(co_await fetch(url_of(server)), Fails(Fault::unreachable, not_public));
    EXPECT_EQ(server.accepted(), 1);
  });
}

TEST_F(FetchTest, FollowsRedirectsAndJudgesEveryHop) {
  ScriptedServer server(io, {answers(redirect("/b", 301)), answers(redirect("c?d", 302)),
                             answers(redirect("../e", 307)), answers(redirect("//files.example:0", 308))});
  ScriptedServer other(io, {answers(image("cat"))});
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await fetch(url_of(server, "/a/a")), Fails(Fault::malformed, "leads on to one that names no host"));
    EXPECT_THAT(server.requests(), ElementsAre(testing::StartsWith("GET /a/a "), testing::StartsWith("GET /b "),
                                               testing::StartsWith("GET /c?d "), testing::StartsWith("GET /e ")));
    EXPECT_THAT(judged, SizeIs(4));
  });
}

TEST_F(FetchTest, FollowsARedirectToAnotherHost) {
  ScriptedServer there(io, {answers(image("cat"))});
  ScriptedServer here(io, {answers(redirect("http://other.example:" + std::to_string(there.port()) + "/cat"))});
  names["other.example"] = {{"127.0.0.1"}};
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await fetch(url_of(here)), Brings("cat"));
    EXPECT_THAT(looked_up, ElementsAre("files.example", "other.example"));
  });
}

TEST_F(FetchTest, FollowsNoRedirectToWhatIsNotPublic) {
  names["inside.example"] = {{"10.0.0.1"}};
  for (const std::string location :
       {"http://inside.example/", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/",
        "http://[::ffff:10.0.0.1]/", "https://192.168.1.1/", "//127.0.0.2/"}) {
    ScriptedServer server(io, {answers(redirect(location))});
    run([&]() -> net::Task<void> {
      EXPECT_THAT(co_await fetch(url_of(server)), Fails(Fault::unreachable, not_public)) << location;
    });
    io.restart();
  }
}

TEST_F(FetchTest, FollowsNoRedirectOutOfTheWeb) {
  for (const std::string location : {"file:///etc/passwd", "http://2130706433/", "http://user:word@files.example/",
                                     "gopher://files.example/", "http://localhost/"}) {
    ScriptedServer server(io, {answers(redirect(location))});
    run([&]() -> net::Task<void> {
      EXPECT_THAT(co_await fetch(url_of(server)), Fails(Fault::malformed, "leads on to one that ")) << location;
    });
    io.restart();
  }
}

TEST_F(FetchTest, IsRebindingProofOverRedirectsToTheSameHost) {
  ScriptedServer server(io, {answers(redirect("/again"))});
  names["files.example"] = {{"127.0.0.1"}, {"10.0.0.1"}};
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await fetch(url_of(server)), Fails(Fault::unreachable, not_public));
    EXPECT_EQ(server.accepted(), 1);
  });
}

TEST_F(FetchTest, FollowsFiveRedirectsAndNotSix) {
  const std::vector<Script> five(5, answers(redirect("/next")));
  auto five_and_an_image = five;
  five_and_an_image.push_back(answers(image("cat")));
  ScriptedServer server(io, five_and_an_image);
  const std::vector<Script> seven(7, answers(redirect("/next")));
  ScriptedServer circle(io, seven);
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await fetch(url_of(server)), Brings("cat"));
    EXPECT_THAT(co_await fetch(url_of(circle)), Fails(Fault::malformed, "leads on more than 5 times"));
    EXPECT_EQ(circle.accepted(), 6);
  });
}

TEST_F(FetchTest, TakesNoMoreBytesThanAllowedHoweverTheyAreFramed) {
  options.limits.bytes_max = 4;
  const std::pair<std::string, bool> table[] = {
      {image("four"), true},
      {image("fives"), false},
      {"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nfive", false},
      {"HTTP/1.1 200 OK\r\n\r\nfour", true},
      {"HTTP/1.1 200 OK\r\n\r\nfives", false},
      {upstream::chunked("2\r\nfo\r\n2\r\nur\r\n0\r\n\r\n"), true},
      {upstream::chunked("2\r\nfi\r\n3\r\nves\r\n0\r\n\r\n"), false},
  };
  for (const auto& [response, fits] : table) {
    ScriptedServer server(io, {answers(response)});
    run([&, fits = fits]() -> net::Task<void> {
      const auto fetched = co_await fetch(url_of(server));
      if (fits) {
        EXPECT_THAT(fetched, Brings("four"));
      } else {
        EXPECT_THAT(fetched, Fails(Fault::too_large, "leads to more than"));
      }
    });
    io.restart();
  }
}

TEST_F(FetchTest, KnowsFromContentLengthBeforeTheBodyThatItIsTooLarge) {
  options.limits.bytes_max = 4;
  ScriptedServer server(io, {{ReadHead{}, Write{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"}, AwaitClose{}}});
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await fetch(url_of(server)), Fails(Fault::too_large, "leads to more than"));
    co_await server.until_finished(1);
  });
}

TEST_F(FetchTest, LeavesBeforeTheBodyOfATypeThatIsNotWanted) {
  options.unwanted = [](std::string_view type) { return type == "text/html" ? "leads to a page" : ""; };
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\n";
  ScriptedServer server(io, {{ReadHead{}, Write{head}, AwaitClose{}}});
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await fetch(url_of(server)), Fails(Fault::unwanted, "leads to a page"));
    co_await server.until_finished(1);
  });
}

TEST_F(FetchTest, SaysWhatTheHostAnsweredInstead) {
  const std::pair<std::string, std::string> table[] = {
      {"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "was answered with status 404"},
      {"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", "was answered with status 302"},
      {"HTTP/1.1 204 No Content\r\n\r\n", "was answered with status 204"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "was answered with nothing"},
      {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx", "compressed data"},
      {"SSH-2.0-OpenSSH_9.2\r\n", "was answered with what is no HTTP"},
      {"HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x') + "\r\n\r\n", "was answered with what is no HTTP"},
  };
  for (const auto& [response, words] : table) {
    ScriptedServer server(io, {answers(response)});
    run([&, words = words]() -> net::Task<void> {
      EXPECT_THAT(co_await fetch(url_of(server)), Fails(Fault::refused, words));
    });
    io.restart();
  }
}

TEST_F(FetchTest, DoesNotTakeHalfAnAnswerForAWholeOne) {
  ScriptedServer server(io, {answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfour")});
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await fetch(url_of(server)), Fails(Fault::broken, "the connection broke"));
  });
}

TEST_F(FetchTest, EndsInTimeWhateverTheHostIsSlowWith) {
  options.limits.time_max = 50ms;
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
  const std::vector<Script> slow{{Hang{}},
                                 {ReadHead{}, AwaitClose{}},
                                 {ReadHead{}, Write{"HTTP/1.1 200 OK\r\nX-"}, AwaitClose{}},
                                 {ReadHead{}, Write{head + "four"}, AwaitClose{}}};
  ScriptedServer server(io, slow);
  run([&]() -> net::Task<void> {
    for (std::size_t i = 0; i < slow.size(); ++i)
      EXPECT_THAT(co_await fetch(url_of(server)), Fails(Fault::too_slow, "could not be fetched in time")) << i;
  });
}

TEST_F(FetchTest, AsksAProxyForTheAddressThatWasJudgedAndNotForTheName) {
  ScriptedServer proxy(io, {{ReadHead{}, Write{"HTTP/1.1 200 OK\r\n\r\n"}, ReadHead{}, Write{image("cat")}, Close{}}});
  options.proxies.http_proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
  names["inside.example"] = {{"10.0.0.1"}};
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await fetch("http://files.example/cat.png"), Brings("cat"));
    EXPECT_THAT(proxy.requests(), ElementsAre(testing::StartsWith("CONNECT 127.0.0.1:80 HTTP/1.1\r\n"),
                                              testing::HasSubstr("\r\nHost: files.example\r\n")));
    EXPECT_THAT(co_await fetch("http://inside.example/"), Fails(Fault::unreachable, not_public));
    EXPECT_EQ(proxy.accepted(), 1);
  });
}

TEST_F(FetchTest, DoesNotGoAroundAProxyThatItCannotRead) {
  ScriptedServer server(io, {answers(image("cat"))});
  options.proxies.http_proxy = "socks5://127.0.0.1:1";
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await fetch(url_of(server)), Fails(Fault::unreachable, not_public));
    EXPECT_EQ(server.accepted(), 0);
  });
}

} // namespace
} // namespace geminid::fetch::fetcher_test
