// What a page of the dashboard is, and what it is given. A page shows what it has loaded, says what the viewer asked
// for to the admin API, and loads anew what the live events say has changed.
#pragma once

#include "webui/api/client.hpp"
#include "webui/api/live.hpp"
#include "webui/widgets/toasts.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace geminid::webui {

enum class PageId : std::uint8_t { overview, keys, user_keys, routing, models, settings, logs, playground, system };

/// Takes the viewer to a page; what is behind the "#" of the address, such as "keys?state=invalid", says the same.
class Navigator {
public:
  virtual ~Navigator() = default;
  /// `details` is for the page itself: a query of its own ("state=invalid", "id=key_1").
  virtual void go(PageId page, std::string details = {}) = 0;

protected:
  Navigator() = default;
  Navigator(const Navigator&) = default;
  Navigator& operator=(const Navigator&) = default;
};

/// How this browser's viewer likes the dashboard; kept in the browser.
class Preferences {
public:
  virtual ~Preferences() = default;
  [[nodiscard]] virtual Language language() const = 0;
  virtual void set_language(Language language) = 0;
  [[nodiscard]] virtual bool dark() const = 0;
  virtual void set_dark(bool dark) = 0;

protected:
  Preferences() = default;
  Preferences(const Preferences&) = default;
  Preferences& operator=(const Preferences&) = default;
};

/// Outlives every page.
struct PageContext {
  Host& host;
  Client& client;
  Live& live;
  Toasts& toasts;
  Navigator& navigator;
  Preferences& preferences;

  void tell(NoticeKind kind, std::string text) const { toasts.show(kind, std::move(text), host.now()); }
  /// Says why something failed.
  void tell(const ApiError& error) const { tell(NoticeKind::error, error.message); }
};

/// Lives as long as the app, whether it is shown or not, so that answers may come late.
class Page {
public:
  explicit Page(PageContext& context) : context_(context) {}
  virtual ~Page() = default;
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  /// It is shown from now on.
  virtual void enter(std::string_view details) = 0;
  /// Something changed at the server; also when the page is not shown: then only make stale what it holds.
  virtual void changed(Change change) = 0;
  /// Draws below the page's title, and loads what is wanted.
  virtual void draw() = 0;
  /// Buttons at the right of the title.
  virtual void draw_actions() {}

protected:
  [[nodiscard]] PageContext& context() const { return context_; }

private:
  PageContext& context_;
};

/// Value of `name` in "a=b&c=d", decoded; empty when it is not there.
[[nodiscard]] std::string detail(std::string_view details, std::string_view name);

} // namespace geminid::webui
