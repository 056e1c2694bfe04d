// The dashboard as a whole: which page is shown, what all pages share, what the browser tells.
#pragma once

#include "webui/pages/page.hpp"

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace geminid::webui {

class App final : private Navigator, private Preferences {
public:
  explicit App(Host& host);
  ~App() override;

  /// One frame. The fonts are there.
  void draw();
  /// An event of the live stream. False: it says nothing new.
  bool live_event(std::string_view type, std::string_view data);
  /// The live stream is there or not.
  void live_connected(bool connected);
  void logged_in();
  /// The address shows another "#…".
  void located(std::string_view location);
  /// The browser leaves the page.
  void leaving() { toasts_.commit_all(); }
  void zone_changed(std::chrono::minutes utc_offset);
  [[nodiscard]] bool on_overview() const { return current_ == PageId::overview; }

private:
  void go(PageId page, std::string details) override;
  void show(PageId page, std::string_view details);
  void tell_all(Change change);
  void use_language(Language language);
  [[nodiscard]] Language language() const override { return locale_.language; }
  void set_language(Language language) override;
  [[nodiscard]] bool dark() const override { return dark_; }
  void set_dark(bool dark) override;

  void draw_sidebar(float width);
  void draw_bottom_bar(float height);
  void draw_main(ImVec2 position, ImVec2 size);
  void draw_connection();
  void draw_preferences();
  void draw_more_drawer();

  Host& host_;
  Locale locale_;
  Toasts toasts_;
  Client client_;
  Live live_;
  PageContext context_;
  std::array<std::unique_ptr<Page>, 9> pages_;
  PageId current_ = PageId::overview;
  bool more_open_ = false;
  bool dark_ = true;
};

} // namespace geminid::webui
