// The dashboard as a whole: which page is shown, what all pages share, what the browser tells.
#pragma once

#include "webui/api/later_part.hpp"
#include "webui/pages/page.hpp"

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace geminid::webui {

/// Makes one of the pages of the program's later part.
using MakePage = std::unique_ptr<Page> (*)(PageId page, PageContext& context);

class App final : private Navigator, private Preferences {
public:
  explicit App(Host& host);
  ~App() override;

  /// One frame. The fonts are there. Until the later part is there, pages other than the overview say that they are
  /// coming.
  void draw();
  /// After a frame, and before the first one that needs it: fetches the later part when it is time.
  void fetch_later_part();
  void later_part_arrived(MakePage make);
  void later_part_failed() { later_part_.failed(host_.now()); }
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
  void draw_coming_page();
  void draw_connection();
  void draw_preferences();
  void draw_more_drawer();

  Host& host_;
  Locale locale_;
  Toasts toasts_;
  Client client_;
  Live live_;
  PageContext context_;
  LaterPart later_part_;
  std::array<std::unique_ptr<Page>, 9> pages_; // null: of the later part, which has not come
  PageId current_ = PageId::overview;
  std::string details_; // of the current page, which has not come
  bool more_open_ = false;
  bool dark_ = true;
};

} // namespace geminid::webui
