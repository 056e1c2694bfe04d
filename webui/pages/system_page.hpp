// The state of the process, as GET /admin/api/system tells it.
#pragma once

#include "shared/system_dto.hpp"
#include "webui/pages/page.hpp"

namespace geminid::webui {

class SystemPage final : public Page {
public:
  using Page::Page;

  void enter(std::string_view details) override;
  void changed(Change change) override;
  void draw() override;
  void draw_actions() override;

private:
  void keep_fresh();

  Resource<dto::SystemStatus> status_;
};

} // namespace geminid::webui
