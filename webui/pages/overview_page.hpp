// The first thing an operator sees: the traffic, the pool, what is left of each model, and what needs attention.
#pragma once

#include "shared/list_dto.hpp"
#include "webui/pages/overview/cards.hpp"
#include "webui/pages/page.hpp"

namespace geminid::webui {

class OverviewPage final : public Page {
public:
  using Page::Page;

  void enter(std::string_view details) override;
  void changed(Change change) override;
  void draw() override;

private:
  using Keys = dto::ListPage<dto::Key>;

  void pulsed();
  void load();
  void derive();
  void draw_cards();
  void draw_upper();
  void draw_lower();
  [[nodiscard]] bool without_keys() const;
  [[nodiscard]] const dto::Stats* window_stats() const;

  Resource<dto::Stats> hour_;
  Resource<dto::Stats> window_;
  Resource<std::vector<dto::ModelListing>> models_;
  Resource<Keys> keys_;
  Resource<dto::ListPage<dto::LogRecord>> logs_;
  Resource<dto::ListPage<dto::Circuit>> circuits_;
  Resource<dto::ListPage<dto::Hint>> hints_;
  Resource<dto::SystemStatus> system_;

  overview::TrafficChoice choice_;
  // Made of the above, and made anew when one of them is another.
  struct Derived {
    unsigned hour = 0, window = 0, keys = 0, logs = 0;
    Instant pulse{};
    Locale locale;
    bool made = false;
  } derived_;
  LiveRates live_;
  std::optional<TrafficSeries> series_;
  std::map<std::string, std::int64_t> states_; // of the keys, as the pulse told them last
  KnownKeys known_;
  overview::PoolPicture pool_;
  std::vector<LogRow> failure_rows_;
};

} // namespace geminid::webui
