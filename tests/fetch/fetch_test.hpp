// Fetches from scripted servers on loopback, by names of which a table says where they are.
#pragma once

#include "server/fetch/fetcher.hpp"
#include "tests/upstream/net_test.hpp"

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace geminid::fetch {

using upstream::AwaitClose;
using upstream::Close;
using upstream::Hang;
using upstream::Pause;
using upstream::ReadHead;
using upstream::ReadRequest;
using upstream::Script;
using upstream::ScriptedServer;
using upstream::Write;

class FetchTest : public upstream::NetTest {
protected:
  using Outcome = Result<Fetched, Failure>;

  /// Every port; 127.0.0.1 alone is public here.
  Guard guard() {
    Guard guard;
    guard.address = [this](const net::asio::ip::address& address) {
      judged.push_back(address.to_string());
      return address.to_string() == "127.0.0.1";
    };
    guard.port = [](std::uint16_t) { return true; };
    guard.lookup = [this](std::string host, upstream::Event&) { return look_up(*this, std::move(host)); };
    return guard;
  }

  static net::Task<Outcome> fetch(Fetcher& fetcher, std::string url, std::size_t bytes_max = 1 << 20) {
    Fetches fetches(fetcher, bytes_max);
    std::vector<std::string> urls{std::move(url)};
    auto all = co_await fetches.all(std::move(urls));
    if (!all)
      co_return all.error().failure;
    co_return std::move(all->front());
  }
  net::Task<Outcome> fetch(std::string url) {
    Fetcher fetcher(io, options, guard());
    co_return co_await fetch(fetcher, std::move(url));
  }

  /// Of files.example at the server.
  static std::string url_of(const ScriptedServer& server, std::string_view path = "/cat.png") {
    return "http://files.example:" + std::to_string(server.port()) + std::string{path};
  }
  static std::string redirect(std::string_view location, int status = 302) {
    return "HTTP/1.1 " + std::to_string(status) + " Elsewhere\r\nLocation: " + std::string{location} +
           "\r\nContent-Length: 0\r\n\r\n";
  }

  /// Lets everything run that can run now.
  net::Task<void> settle() {
    for (int i = 0; i < 20; ++i) {
      upstream::SteadyTimer now(io.get_executor(), upstream::SteadyTime::min());
      co_await now.async_wait(net::as_tuple);
    }
  }

  Options options;
  /// What the name server says, answer by answer; the last one stays.
  std::map<std::string, std::deque<std::vector<std::string>>> names{{"files.example", {{"127.0.0.1"}}}};
  std::vector<std::string> looked_up;
  std::vector<std::string> judged;

private:
  static net::Task<Addresses> look_up(FetchTest& test, std::string host) {
    test.looked_up.push_back(host);
    Addresses addresses;
    auto& answers = test.names[host];
    if (answers.empty())
      co_return addresses;
    for (const auto& text : answers.front())
      addresses.push_back(net::asio::ip::make_address(text));
    if (answers.size() > 1)
      answers.pop_front();
    co_return addresses;
  }
};

MATCHER_P(Brings, bytes, "") {
  *result_listener << (arg.ok() ? "which brought " + arg->bytes : "The URL " + arg.error().words);
  return arg.ok() && arg->bytes == bytes;
}

MATCHER_P2(Fails, fault, words, "") {
  *result_listener << (arg.ok() ? "which brought " + arg->bytes : "The URL " + arg.error().words);
  return !arg.ok() && arg.error().fault == fault && arg.error().words.find(words) != std::string::npos;
}

} // namespace geminid::fetch
