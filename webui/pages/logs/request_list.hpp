// The tab of requests: what is looked for, the list that grows in front and behind, and one record in a drawer.
#pragma once

#include "shared/list_dto.hpp"
#include "webui/pages/logs/request_drawer.hpp"
#include "webui/pages/page.hpp"
#include "webui/view/log_tail.hpp"
#include "webui/view/log_view.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace geminid::webui::logs {

class RequestList {
public:
  explicit RequestList(PageContext& context) : context_(context), drawer_(context) {}

  void enter(std::string_view details);
  void changed(Change change);
  void draw();

private:
  void load();
  void load_newest();
  void load_older();
  void use_filter(LogFilter filter);
  void remember_names();
  void derive();
  void draw_filters();
  void draw_choice(const Phrase& label, const Phrase& all, std::string& chosen,
                   const std::map<std::string, std::string>& names, float width);
  void draw_rows();
  void draw_end();

  PageContext& context_;
  RequestDrawer drawer_;
  LogFilter filter_;
  std::string search_;
  bool paused_ = false;

  LogTail<dto::LogRecord> tail_;
  /// Of what was asked for last; an answer to what was asked for before is dropped.
  unsigned asked_ = 0;
  bool newest_wanted_ = true;
  bool loading_newest_ = false;
  bool loading_older_ = false;
  bool loaded_ = false;
  Instant newest_at_{};
  std::string error_;

  // Made of the tail.
  unsigned shown_revision_ = 0;
  std::string shown_search_;
  Locale shown_locale_;
  std::vector<LogRow> rows_;
  std::map<std::string, std::string> keys_, users_, models_; // by what is asked for; what they are called
};

} // namespace geminid::webui::logs
