// What the dashboard asks of the browser, as an interface: the tests have one of their own.
#pragma once

#include "shared/time.hpp"
#include "webui/core/locale.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace geminid::webui {

struct HttpRequest {
  std::string method = "GET";
  std::string path; // from the root, with its query
  std::string body; // JSON; empty: none
  /// Instead of the session: "sk-…", for the playground's calls.
  std::string bearer = {};
};

struct HttpReply {
  /// 0: there was no answer, and `body` says why.
  int status = 0;
  std::string body;

  [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }
};

/// A part of an answer that comes as it is made.
struct StreamPart {
  /// 0: there was no answer, and `text` says why.
  int status = 0;
  std::string_view text;
  /// The answer's `x-request-id`; empty when there was none.
  std::string_view request_id;
  /// False: that was all.
  bool more = true;
};

/// Everything here is called on the one thread that there is, and calls back on it, never before it returned.
class Host {
public:
  using OnReply = std::function<void(HttpReply)>;
  using OnPart = std::function<void(const StreamPart& part)>;

  virtual ~Host() = default;

  virtual void send(HttpRequest request, OnReply on_reply) = 0;
  /// The answer as it comes. The number cancels it; then nothing is called any more.
  virtual int stream(HttpRequest request, OnPart on_part) = 0;
  virtual void cancel_stream(int stream) = 0;

  /// The session has ended: shows the login form; on success the host has the app know.
  virtual void ask_for_login() = 0;
  /// The session goes on with another token: after a change of password and after a restore.
  virtual void use_csrf_token(std::string_view token) = 0;
  virtual void copy(std::string_view text) = 0;
  virtual void download(std::string_view file_name, std::string_view text) = 0;
  /// Of this browser; never a secret.
  [[nodiscard]] virtual std::string preference(std::string_view name) const = 0;
  virtual void set_preference(std::string_view name, std::string_view value) = 0;
  /// What the address bar shows after the "#", so that a page can be linked to and the back button works.
  virtual void set_location(std::string_view location) = 0;

  /// Fetches the program's later part; the host has the app know what became of it.
  virtual void fetch_later_part() = 0;
  /// The dashboard from its beginning.
  virtual void reload() = 0;

  [[nodiscard]] virtual Instant now() const = 0;
  /// Another frame is drawn no later than this from now.
  virtual void redraw_within(Duration span) = 0;
  /// "https://gateway.example", for the snippets.
  [[nodiscard]] virtual std::string origin() const = 0;

protected:
  Host() = default;
  Host(const Host&) = default;
  Host& operator=(const Host&) = default;
};

} // namespace geminid::webui
