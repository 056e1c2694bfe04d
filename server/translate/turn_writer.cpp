#include "server/translate/turn_writer.hpp"

#include <utility>

namespace geminid::translate {

void TurnWriter::turn(Role role) {
  if (open_ == role)
    return;
  if (open_ == Role::none && role == Role::model)
    turn(Role::user);
  end();
  open_ = role;
  has_part_ = has_call_ = false;
  json_.begin_object().key("role").string(role == Role::user ? "user" : "model").key("parts").begin_array();
}

DomWriter& TurnWriter::part(Role role) {
  turn(role);
  has_part_ = true;
  json_.begin_object();
  return json_;
}

void TurnWriter::whole_part(Role role, std::string_view json) {
  turn(role);
  has_part_ = true;
  json_.raw(json);
}

void TurnWriter::text_part(Role role, std::string_view text) {
  part(role).key("text").string(text).end_object();
}

bool TurnWriter::take_first_call() {
  return !std::exchange(has_call_, true);
}

void TurnWriter::finish() {
  if (open_ == Role::none)
    turn(Role::user);
  end();
  json_.end_array();
}

void TurnWriter::end() {
  if (open_ == Role::none)
    return;
  if (!has_part_)
    text_part(open_, " ");
  json_.end_array().end_object();
}

} // namespace geminid::translate
