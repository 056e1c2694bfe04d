#include "tests/fetch/fetch_test.hpp"

namespace geminid::fetch::fetches_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

using All = Result<std::vector<Fetched>, Fetches::FailureOf>;

class FetchesTest : public FetchTest {
protected:
  static std::vector<std::string> urls_of(const ScriptedServer& server, std::size_t count) {
    std::vector<std::string> urls;
    for (std::size_t i = 0; i < count; ++i)
      urls.push_back(url_of(server, "/" + std::to_string(i)));
    return urls;
  }
  static Script waits_and_answers(std::string_view body) {
    return {ReadHead{}, Pause{}, Write{upstream::answer(body)}, Close{}};
  }
  static std::vector<std::string> bytes_of(const All& all) {
    std::vector<std::string> bytes;
    if (!all)
      bytes.push_back("The URL " + all.error().failure.words);
    else
      for (const auto& each : *all)
        bytes.push_back(each.bytes);
    return bytes;
  }
};

TEST_F(FetchesTest, GoOnSideBySideAndComeInTheOrderOfTheirUrls) {
  options.limits.at_a_time_of_request = 2;
  ScriptedServer server(io, {waits_and_answers("a"), waits_and_answers("b"), waits_and_answers("c")});
  run([&]() -> net::Task<void> {
    Fetcher fetcher(io, options, guard());
    Fetches fetches(fetcher, 100);
    upstream::Spawned all(io, fetches.all(urls_of(server, 3)));
    co_await server.until_requests(2);
    co_await settle();
    EXPECT_EQ(server.accepted(), 2);
    server.release();
    co_await server.until_requests(3);
    server.release();
    server.release();
    EXPECT_THAT(bytes_of(co_await all.result()), ElementsAre("a", "b", "c"));
  });
}

TEST_F(FetchesTest, OfNoUrlsAreThereAtOnce) {
  run([&]() -> net::Task<void> {
    Fetcher fetcher(io, options, guard());
    Fetches fetches(fetcher, 100);
    std::vector<std::string> none;
    EXPECT_THAT(bytes_of(co_await fetches.all(std::move(none))), IsEmpty());
  });
}

TEST_F(FetchesTest, OfAllRequestsWaitInOrderForAPlace) {
  options.limits.at_a_time = 1;
  ScriptedServer server(io, {waits_and_answers("a"), waits_and_answers("b"), waits_and_answers("c")});
  run([&]() -> net::Task<void> {
    Fetcher fetcher(io, options, guard());
    Fetches one(fetcher, 100);
    Fetches two(fetcher, 100);
    Fetches three(fetcher, 100);
    upstream::Spawned first(io, one.all(urls_of(server, 1)));
    co_await server.until_requests(1);
    upstream::Spawned second(io, two.all(urls_of(server, 1)));
    co_await settle();
    upstream::Spawned third(io, three.all(urls_of(server, 1)));
    co_await settle();
    EXPECT_EQ(server.accepted(), 1);
    server.release();
    server.release();
    EXPECT_THAT(bytes_of(co_await first.result()), ElementsAre("a"));
    EXPECT_THAT(bytes_of(co_await second.result()), ElementsAre("b"));
    co_await server.until_requests(3);
    EXPECT_FALSE(third.done());
    server.release();
    EXPECT_THAT(bytes_of(co_await third.result()), ElementsAre("c"));
  });
}

TEST_F(FetchesTest, ThatWaitForAPlaceInVainEndInTime) {
  options.limits.at_a_time = 1;
  options.limits.request_time_max = 50ms;
  // Twice: the place may become free in the last moment of who waits.
  ScriptedServer server(io, {{ReadHead{}, AwaitClose{}}, {ReadHead{}, AwaitClose{}}});
  run([&]() -> net::Task<void> {
    Fetcher fetcher(io, options, guard());
    Fetches one(fetcher, 100);
    Fetches two(fetcher, 100);
    upstream::Spawned first(io, one.all(urls_of(server, 1)));
    upstream::Spawned second(io, two.all(urls_of(server, 1)));
    const auto slow = co_await first.result();
    const auto waited = co_await second.result();
    EXPECT_THAT(bytes_of(slow), ElementsAre("The URL could not be fetched in time"));
    EXPECT_THAT(bytes_of(waited), ElementsAre("The URL could not be fetched in time"));
    EXPECT_EQ(waited.error().failure.fault, Fault::too_slow);
  });
}

TEST_F(FetchesTest, EndWithTheFirstThatFails) {
  ScriptedServer server(
      io, {{ReadHead{}, AwaitClose{}}, {ReadHead{}, Write{"HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n"}, Close{}}});
  run([&]() -> net::Task<void> {
    Fetcher fetcher(io, options, guard());
    Fetches fetches(fetcher, 100);
    const auto all = co_await fetches.all(urls_of(server, 3));
    EXPECT_FALSE(all.ok());
    EXPECT_EQ(all.error().index, 1U);
    EXPECT_EQ(all.error().failure.words, "was answered with status 404");
    co_await server.until_finished(2);
  });
}

TEST_F(FetchesTest, TogetherTakeNoMoreBytesThanTheirRequestMay) {
  ScriptedServer server(io, {{ReadHead{}, Write{upstream::answer("four")}, Close{}},
                             {ReadHead{}, Write{upstream::answer("four")}, Close{}},
                             {ReadHead{}, Write{upstream::answer("f")}, Close{}}});
  run([&]() -> net::Task<void> {
    options.limits.at_a_time_of_request = 1;
    Fetcher fetcher(io, options, guard());
    Fetches fetches(fetcher, 8);
    EXPECT_THAT(bytes_of(co_await fetches.all(urls_of(server, 2))), ElementsAre("four", "four"));
    EXPECT_THAT(bytes_of(co_await fetches.all(urls_of(server, 1))),
                ElementsAre("The URL leads to more than the request may hold"));
  });
}

TEST_F(FetchesTest, EndWhenTheClientLeavesWhereverTheyAre) {
  ScriptedServer server(io, {{ReadHead{}, AwaitClose{}}, {ReadHead{}, Write{upstream::chunked("")}, AwaitClose{}}});
  run([&]() -> net::Task<void> {
    Fetcher fetcher(io, options, guard());
    for (std::size_t i = 0; i < 2; ++i) {
      Fetches fetches(fetcher, 100);
      upstream::Spawned all(io, fetches.all(urls_of(server, 1)));
      co_await server.until_requests(i + 1);
      co_await settle();
      fetches.cancel();
      const auto ended = co_await all.result();
      EXPECT_EQ(ended.error().failure.fault, Fault::cancelled);
      co_await server.until_finished(static_cast<int>(i) + 1);
    }
  });
}

TEST_F(FetchesTest, ThatWaitForAPlaceLeaveItToOthersWhenTheirClientLeaves) {
  options.limits.at_a_time = 1;
  ScriptedServer server(io, {waits_and_answers("a"), waits_and_answers("c")});
  run([&]() -> net::Task<void> {
    Fetcher fetcher(io, options, guard());
    Fetches one(fetcher, 100);
    Fetches two(fetcher, 100);
    Fetches three(fetcher, 100);
    upstream::Spawned first(io, one.all(urls_of(server, 1)));
    co_await server.until_requests(1);
    upstream::Spawned second(io, two.all(urls_of(server, 1)));
    co_await settle();
    upstream::Spawned third(io, three.all(urls_of(server, 1)));
    co_await settle();
    two.cancel();
    const auto left = co_await second.result();
    EXPECT_EQ(left.error().failure.fault, Fault::cancelled);
    server.release();
    server.release();
    EXPECT_THAT(bytes_of(co_await first.result()), ElementsAre("a"));
    EXPECT_THAT(bytes_of(co_await third.result()), ElementsAre("c"));
  });
}

TEST_F(FetchesTest, AreNotBegunOnceTheClientHasLeft) {
  ScriptedServer server(io, {});
  run([&]() -> net::Task<void> {
    Fetcher fetcher(io, options, guard());
    Fetches fetches(fetcher, 100);
    fetches.cancel();
    const auto ended = co_await fetches.all(urls_of(server, 1));
    EXPECT_EQ(ended.error().failure.fault, Fault::cancelled);
    EXPECT_EQ(server.accepted(), 0);
  });
}

} // namespace
} // namespace geminid::fetch::fetches_test
