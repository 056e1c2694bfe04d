// The requests of clients, as they come, and what admins changed.
#pragma once

#include "webui/pages/logs/audit_list.hpp"
#include "webui/pages/logs/request_list.hpp"
#include "webui/pages/page.hpp"

namespace geminid::webui {

class LogsPage final : public Page {
public:
  explicit LogsPage(PageContext& context) : Page(context), requests_(context), audit_(context) {}

  void enter(std::string_view details) override;
  void changed(Change change) override;
  void draw() override;
  void draw_actions() override;

private:
  logs::RequestList requests_;
  logs::AuditList audit_;
  int tab_ = 0; // 0: requests, 1: audit
};

} // namespace geminid::webui
