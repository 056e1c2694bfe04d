// The admin's password and sessions.
#pragma once

#include "shared/session_dto.hpp"
#include "webui/pages/page.hpp"

#include <string>

namespace geminid::webui {

class SessionCards {
public:
  explicit SessionCards(PageContext& context) : context_(context) {}

  void make_stale() { session_.make_stale(); }
  void load();
  void draw_password(float width);
  void draw_sessions(float width);

private:
  void change_password();
  void log_out_everywhere();

  PageContext& context_;
  Resource<dto::Session> session_;
  std::string old_;
  std::string new_;
  std::string repeated_;
  std::string error_;
  bool changing_ = false;
  bool asked_ = false; // whether really everywhere
};

} // namespace geminid::webui
