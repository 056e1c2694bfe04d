// The browser as the dashboard's host.
#pragma once

#include "webui/api/host.hpp"

#include <map>

namespace geminid::webui {

class BrowserHost final : public Host {
public:
  void send(HttpRequest request, OnReply on_reply) override;
  int stream(HttpRequest request, OnPart on_part) override;
  void cancel_stream(int stream) override;
  void ask_for_login() override;
  void use_csrf_token(std::string_view token) override;
  void copy(std::string_view text) override;
  void download(std::string_view file_name, std::string_view text) override;
  [[nodiscard]] std::string preference(std::string_view name) const override;
  void set_preference(std::string_view name, std::string_view value) override;
  void set_location(std::string_view location) override;
  void fetch_later_part() override;
  void reload() override;
  [[nodiscard]] Instant now() const override;
  void redraw_within(Duration span) override;
  [[nodiscard]] std::string origin() const override;

  /// The browser has an answer.
  void replied(int call, int status, std::string body);
  void part(int call, const StreamPart& part);

private:
  std::map<int, OnReply> replies_;
  std::map<int, OnPart> streams_;
  int next_call_ = 1;
};

/// Takes a text that the browser allocated.
[[nodiscard]] std::string taken(char* text);

} // namespace geminid::webui
