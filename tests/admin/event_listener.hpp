// A dashboard that listens to the events.
#pragma once

#include "tests/admin/admin_test.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace geminid::test {

class TestListener {
public:
  explicit TestListener(GatewayWorld& world) : world_(world), client_(world.io()) {}

  /// `headers` are whole lines; returns the head of the answer.
  std::string open(std::string headers = bearer(GatewayWorld::admin_token)) {
    std::string head;
    run(world_.io(), [&]() -> net::Task<void> {
      EXPECT_TRUE(co_await client_.connect(world_.port()));
      const auto request = request_text("GET", "/admin/api/events", headers);
      co_await client_.send(request);
      head = co_await client_.read_until("\r\n\r\n");
    });
    return head;
  }

  /// The data of the next event of that name for which the condition holds; null when the stream ends before.
  json next(std::string_view name, const std::function<bool(const json&)>& condition = nullptr) {
    json found = nullptr;
    run(world_.io(), [&]() -> net::Task<void> {
      for (bool more = true; more && found.is_null();) {
        const auto text = co_await client_.read_until("\n\n"); // frames of chunks lie before or behind it
        more = text.ends_with("\n\n");
        everything_ += text;
        if (text.find("event: " + std::string{name} + "\n") == std::string::npos)
          continue;
        const auto data = text.find("data: ") + std::string_view{"data: "}.size();
        auto document = json::parse(text.substr(data, text.size() - 2 - data), nullptr, false);
        EXPECT_FALSE(document.is_discarded()) << text;
        if (!condition || condition(document))
          found = std::move(document);
      }
    });
    return found;
  }

  /// What follows until the server closes.
  std::string rest() {
    std::string text;
    run(world_.io(), [&]() -> net::Task<void> { text = co_await client_.read_to_end(); });
    return text;
  }
  void leave() { client_.close(); }
  /// All that `next` has read.
  [[nodiscard]] const std::string& everything() const { return everything_; }

private:
  GatewayWorld& world_;
  RawClient client_;
  std::string everything_;
};

} // namespace geminid::test
