// The process's log: one line an event on stderr, as text or as JSON objects. Any thread.
//
//   log::warn("a wrong admin password").with("address", caller.address);
//
// is written at the end of the statement, redacted, when that level is logged.
#pragma once

#include "server/log/line.hpp"

#include <iosfwd>
#include <optional>
#include <string_view>

namespace geminid::log {

enum class Level : std::uint8_t { trace, debug, info, warn, error };

/// "trace", "debug", "info", "warn", "error".
[[nodiscard]] std::string_view to_string(Level level);
[[nodiscard]] std::optional<Level> level_from(std::string_view name);

/// On stderr.
void start(Level level, Format format);
/// For tests: into `out`, which outlives what is logged until `stop`.
void start(Level level, Format format, std::ostream& out);
/// Nothing is written any more.
void stop();
/// From now on; takes effect at once.
void set_level(Level level);
[[nodiscard]] Level level();

/// An event, written when it ends.
class Line {
public:
  Line(Level level, std::string_view message);
  ~Line();
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  template <class T>
  Line& with(std::string_view name, const T& value) {
    if (text_)
      text_->add(name, value);
    return *this;
  }
  /// Only where there is something to say.
  Line& with_any(std::string_view name, std::string_view value) { return value.empty() ? *this : with(name, value); }

private:
  Level level_;
  std::optional<LineText> text_; // nothing: the level is not logged
};

[[nodiscard]] bool is_logged(Level level);

// Guaranteed elision: the line that a statement begins is the one it ends.
inline Line debug(std::string_view message) {
  return Line{Level::debug, message};
}
inline Line info(std::string_view message) {
  return Line{Level::info, message};
}
inline Line warn(std::string_view message) {
  return Line{Level::warn, message};
}
inline Line error(std::string_view message) {
  return Line{Level::error, message};
}

} // namespace geminid::log
