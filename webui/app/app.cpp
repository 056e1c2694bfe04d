#include "webui/app/app.hpp"

#include "webui/app/page_list.hpp"
#include "webui/pages/overview_page.hpp"
#include "webui/widgets/language.hpp"

namespace geminid::webui {
namespace {

std::size_t index_of(PageId page) {
  return static_cast<std::size_t>(page);
}

} // namespace

App::App(Host& host)
    : host_(host), client_(host, locale_), context_{host_, client_, live_, toasts_, *this, *this},
      dark_(host.preference("theme") != "light") {
  use_theme(dark_);
  use_language(host.preference("language") == "zh" ? Language::chinese : Language::english);
  pages_[index_of(PageId::overview)] = std::make_unique<OverviewPage>(context_);
  client_.on_connection([this](Client::Connection connection) {
    if (connection != Client::Connection::online)
      return;
    later_part_.hurry();
    tell_all(Change::all);
  });
}

App::~App() = default;

bool App::live_event(std::string_view type, std::string_view data) {
  const auto change = live_.take(type, data, host_.now());
  if (change != Change::none)
    tell_all(change);
  return change != Change::none;
}

void App::live_connected(bool connected) {
  const bool back = connected && !live_.connected();
  live_.set_connected(connected);
  if (!connected)
    return;
  client_.seen_online();
  if (back)
    tell_all(Change::all); // who knows what happened meanwhile
}

void App::logged_in() {
  client_.logged_in();
}

void App::located(std::string_view location) {
  const auto question = location.find('?');
  const auto page = page_at(location.substr(0, question));
  show(page.value_or(PageId::overview),
       question == std::string_view::npos ? std::string_view{} : location.substr(question + 1));
}

void App::zone_changed(std::chrono::minutes utc_offset) {
  locale_.utc_offset = utc_offset;
  webui::use_locale(locale_);
}

void App::fetch_later_part() {
  const auto now = host_.now();
  if (later_part_.due(now))
    host_.fetch_later_part();
  else if (const auto again = later_part_.again_at())
    host_.redraw_within(*again - now);
}

void App::later_part_arrived(MakePage make) {
  later_part_.arrived();
  for (const auto& entry : page_list)
    if (auto& page = pages_[index_of(entry.id)]; page == nullptr) {
      page = make(entry.id, context_);
      if (entry.id == current_)
        page->enter(details_);
    }
}

void App::go(PageId page, std::string details) {
  std::string location{entry_of(page).path};
  if (!details.empty())
    location += "?" + details;
  host_.set_location(location);
  show(page, details);
}

void App::show(PageId page, std::string_view details) {
  current_ = page;
  more_open_ = false;
  if (auto* const shown = pages_[index_of(page)].get())
    shown->enter(details);
  else
    details_ = details;
}

void App::tell_all(Change change) {
  for (const auto& page : pages_)
    if (page != nullptr)
      page->changed(change);
}

void App::set_language(Language language) {
  use_language(language);
  host_.set_preference("language", language == Language::chinese ? "zh" : "en");
}

void App::set_dark(bool dark) {
  dark_ = dark;
  use_theme(dark);
  host_.set_preference("theme", dark ? "dark" : "light");
}

void App::use_language(Language language) {
  locale_.language = language;
  webui::use_locale(locale_);
}

} // namespace geminid::webui
