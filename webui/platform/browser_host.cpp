#include "webui/platform/browser_host.hpp"

#include "webui/platform/browser.hpp"
#include "webui/widgets/frames.hpp"

#include <cstdlib>
#include <utility>

namespace geminid::webui {

std::string taken(char* text) {
  std::string copy{text == nullptr ? "" : text};
  std::free(text);
  return copy;
}

void BrowserHost::send(HttpRequest request, OnReply on_reply) {
  const auto call = next_call_++;
  replies_.emplace(call, std::move(on_reply));
  browser_send(call, request.method.c_str(), request.path.c_str(), request.body.data(),
               static_cast<int>(request.body.size()), request.bearer.c_str(), 0);
}

int BrowserHost::stream(HttpRequest request, OnPart on_part) {
  const auto call = next_call_++;
  streams_.emplace(call, std::move(on_part));
  browser_send(call, request.method.c_str(), request.path.c_str(), request.body.data(),
               static_cast<int>(request.body.size()), request.bearer.c_str(), 1);
  return call;
}

void BrowserHost::cancel_stream(int stream) {
  if (streams_.erase(stream) > 0)
    browser_cancel(stream);
}

void BrowserHost::replied(int call, int status, std::string body) {
  const auto found = replies_.find(call);
  if (found == replies_.end())
    return;
  const auto on_reply = std::move(found->second);
  replies_.erase(found);
  on_reply({status, std::move(body)});
}

void BrowserHost::part(int call, const StreamPart& part) {
  const auto found = streams_.find(call);
  if (found == streams_.end())
    return;
  // The callee may cancel.
  const auto on_part = found->second;
  if (!part.more)
    streams_.erase(found);
  on_part(part);
}

void BrowserHost::ask_for_login() {
  browser_login();
}

void BrowserHost::use_csrf_token(std::string_view token) {
  browser_use_csrf_token(std::string{token}.c_str());
}

void BrowserHost::copy(std::string_view text) {
  browser_copy(std::string{text}.c_str());
}

void BrowserHost::download(std::string_view file_name, std::string_view text) {
  browser_download(std::string{file_name}.c_str(), text.data(), static_cast<int>(text.size()));
}

std::string BrowserHost::preference(std::string_view name) const {
  return taken(browser_preference(std::string{name}.c_str()));
}

void BrowserHost::set_preference(std::string_view name, std::string_view value) {
  browser_set_preference(std::string{name}.c_str(), std::string{value}.c_str());
}

void BrowserHost::set_location(std::string_view location) {
  browser_set_location(std::string{location}.c_str());
}

void BrowserHost::fetch_later_part() {
  browser_fetch_later_part();
}

void BrowserHost::reload() {
  browser_reload();
}

Instant BrowserHost::now() const {
  return Instant{Duration{static_cast<std::int64_t>(browser_now_ms())}};
}

void BrowserHost::redraw_within(Duration span) {
  webui::redraw_within(span);
}

std::string BrowserHost::origin() const {
  return taken(browser_origin());
}

} // namespace geminid::webui
