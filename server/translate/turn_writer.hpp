// Writes `contents`: turns of alternating roles, each with at least one part, the first one the user's
// (gemini-wire.md, 2.1).
#pragma once

#include "server/translate/dom_writer.hpp"

#include <cstdint>
#include <string_view>

namespace geminid::translate {

class TurnWriter {
public:
  enum class Role : std::uint8_t { none, user, model };

  /// Opens the array; `finish` closes it.
  explicit TurnWriter(DomWriter& json) : json_(json) { json_.begin_array(); }

  /// What follows is of `role`: goes on with the open turn when that is of this role. A turn that stays without parts
  /// gets a blank one, since Gemini refuses empty ones.
  void turn(Role role);
  /// Begins the object of the next part; the caller ends it.
  DomWriter& part(Role role);
  void text_part(Role role, std::string_view text);
  /// `json` is the part's object.
  void whole_part(Role role, std::string_view json);
  /// The first functionCall of a model turn is the one that must carry a signature. True once a turn.
  bool take_first_call();
  /// A history without turns gets one of the user, since `contents` may not be empty.
  void finish();

private:
  void end();

  DomWriter& json_;
  Role open_ = Role::none;
  bool has_part_ = false;
  bool has_call_ = false;
};

} // namespace geminid::translate
