// All there is about one request, over the right edge.
#pragma once

#include "webui/pages/page.hpp"
#include "webui/view/log_detail_view.hpp"

#include <optional>
#include <string>

namespace geminid::webui::logs {

class RequestDrawer {
public:
  explicit RequestDrawer(PageContext& context) : context_(context) {}

  /// Shows what is known at once, and loads the bodies.
  void open(const dto::LogRecord& record);
  void open(std::string id);
  /// Details of the address of a filter that was asked for ("key=key_1"); empty: none was.
  std::string draw();

private:
  void load();
  std::string draw_record(const dto::LogRecord& record);

  PageContext& context_;
  std::string id_;
  bool open_ = false;
  Resource<dto::LogRecord> record_;
};

} // namespace geminid::webui::logs
