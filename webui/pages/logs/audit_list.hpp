// The tab of what admins changed, and of logins.
#pragma once

#include "shared/list_dto.hpp"
#include "webui/pages/page.hpp"
#include "webui/view/audit_view.hpp"
#include "webui/view/log_tail.hpp"

#include <string>
#include <vector>

namespace geminid::webui::logs {

class AuditList {
public:
  explicit AuditList(PageContext& context) : context_(context) {}

  void enter() { newest_wanted_ = true; }
  void changed(Change change);
  void draw();

private:
  void load(bool older);
  void derive();
  void draw_rows();
  void draw_drawer();

  PageContext& context_;
  LogTail<dto::AuditEntry> tail_;
  bool newest_wanted_ = true;
  bool loading_ = false;
  bool loaded_ = false;
  std::string error_;

  unsigned shown_revision_ = 0;
  Locale shown_locale_;
  std::vector<AuditRow> rows_;
  std::string chosen_id_;
  bool open_ = false;
};

} // namespace geminid::webui::logs
