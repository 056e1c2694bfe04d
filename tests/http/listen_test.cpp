#include "tests/http/http_fixture.hpp"

#include <sys/resource.h>

#include <fcntl.h>
#include <unistd.h>

namespace geminid::http::listen_test {
namespace {

using ListenTest = HttpTest;

TEST_F(ListenTest, NamesThePortThatItGot) {
  start();
  EXPECT_GT(server->port(), 0);
}

TEST_F(ListenTest, NamesAddressAndPortThatAreInUse) {
  start();
  options.port = server->port();
  Server second{io, router, options};
  const auto started = second.start();
  ASSERT_FALSE(started.ok());
  EXPECT_EQ(started.error().message,
            "cannot listen on 127.0.0.1:" + std::to_string(server->port()) + ": Address already in use");
}

TEST_F(ListenTest, NamesAnAddressThatIsNone) {
  options.address = "nowhere";
  options.port = 80;
  Server wrong{io, router, options};
  const auto started = wrong.start();
  ASSERT_FALSE(started.ok());
  EXPECT_EQ(started.error().message, "cannot listen on nowhere:80: expected an IPv4 or IPv6 address");
}

TEST_F(ListenTest, OnTheUnspecifiedIPv6AddressTakesIPv4AsWell) {
  options.address = "::";
  server.emplace(io, router, options);
  if (const auto started = server->start(); !started.ok())
    GTEST_SKIP() << "no IPv6 here: " << started.error().message;
  router.add("GET", "/who", [](Exchange& exchange) -> net::Task<void> {
    auto response = text_response(std::string{exchange.remote_address()});
    co_await exchange.respond(std::move(response));
  });
  with_client([](RawClient& client) -> net::Task<void> {
    const auto answer = co_await client.exchange(request_text("GET", "/who"));
    EXPECT_EQ(answer.body, "127.0.0.1");
  });
}

/// Takes every file descriptor that the process may still open.
class NoMoreFiles {
public:
  NoMoreFiles() {
    getrlimit(RLIMIT_NOFILE, &before_);
    auto few = before_;
    few.rlim_cur = 256;
    setrlimit(RLIMIT_NOFILE, &few);
    for (int file = ::open("/dev/null", O_RDONLY); file >= 0; file = ::open("/dev/null", O_RDONLY))
      files_.push_back(file);
  }
  ~NoMoreFiles() {
    for (const int file : files_)
      ::close(file);
    setrlimit(RLIMIT_NOFILE, &before_);
  }
  NoMoreFiles(const NoMoreFiles&) = delete;
  NoMoreFiles& operator=(const NoMoreFiles&) = delete;

private:
  rlimit before_{};
  std::vector<int> files_;
};

TEST_F(ListenTest, SurvivesATimeWithoutFileDescriptors) {
  Event refused{io};
  options.on_accept_error = [&](std::string_view) { refused.set(); };
  start();
  test::run(io, [&]() -> net::Task<void> {
    RawClient client{io};
    client.open();
    std::optional<NoMoreFiles> scarcity{std::in_place};
    EXPECT_TRUE(co_await client.connect(server->port()));
    co_await refused.wait();
    scarcity.reset();
    const auto answer = co_await client.exchange(request_text("GET", "/hello"));
    EXPECT_EQ(answer.status, 200);
  });
}

} // namespace
} // namespace geminid::http::listen_test
