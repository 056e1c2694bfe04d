// A host without a browser: keeps what was asked of it, and answers when the test says so.
#pragma once

#include "webui/api/host.hpp"

#include <deque>
#include <map>
#include <utility>
#include <vector>

namespace geminid::webui {

class ScriptedHost final : public Host {
public:
  struct Call {
    HttpRequest request;
    OnReply on_reply;
  };

  std::deque<Call> calls;
  std::vector<std::string> copied;
  std::map<std::string, std::string, std::less<>> preferences;
  std::string location;
  std::string csrf_token;
  int logins_asked = 0;
  Instant present{std::chrono::hours{490'000}};

  /// Answers the oldest call.
  void reply(int status, std::string body) {
    auto call = std::move(calls.front());
    calls.pop_front();
    call.on_reply({status, std::move(body)});
  }

  void send(HttpRequest request, OnReply on_reply) override {
    calls.push_back({std::move(request), std::move(on_reply)});
  }
  int stream(HttpRequest, OnPart) override { return 0; }
  void cancel_stream(int) override {}
  void ask_for_login() override { ++logins_asked; }
  void use_csrf_token(std::string_view token) override { csrf_token = token; }
  void copy(std::string_view text) override { copied.emplace_back(text); }
  void download(std::string_view, std::string_view) override {}
  [[nodiscard]] std::string preference(std::string_view name) const override {
    const auto found = preferences.find(name);
    return found == preferences.end() ? std::string{} : found->second;
  }
  void set_preference(std::string_view name, std::string_view value) override {
    preferences[std::string{name}] = value;
  }
  void set_location(std::string_view where) override { location = where; }
  void fetch_later_part() override {}
  void reload() override {}
  [[nodiscard]] Instant now() const override { return present; }
  void redraw_within(Duration) override {}
  [[nodiscard]] std::string origin() const override { return "http://gateway.test"; }
};

} // namespace geminid::webui
