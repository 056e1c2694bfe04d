// Who is logged in to the dashboard. A session is known by the keyed fingerprint of its token, so that neither memory
// nor disk holds what a cookie holds. Pure; io thread only.
#pragma once

#include "shared/time.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::admin {

struct Session {
  Instant created_at{};
  Instant used_at{};
};

class Sessions {
public:
  /// A session ends so long after its login, and when it was not used for so long.
  static constexpr Duration longest{std::chrono::hours{7 * 24}};
  static constexpr Duration idle{std::chrono::hours{24}};
  /// The one that was not used for longest makes room.
  static constexpr std::size_t count_max = 100;

  /// Returns the fingerprints of those that it ended to make room.
  std::vector<std::string> begin(const std::string& fingerprint, Instant now);
  /// One that a former run left; while nothing ran nobody could use it.
  void restore(const std::string& fingerprint, Instant created_at, Instant now) {
    sessions_[fingerprint] = {created_at, std::max(now, created_at)}; // the clock may have been set back
  }
  /// Notes that it is used. Nothing: there is none, or it has ended.
  [[nodiscard]] std::optional<Session> use(std::string_view fingerprint, Instant now);
  /// Is no use of it.
  [[nodiscard]] bool is_open(std::string_view fingerprint, Instant now) const;
  void end(std::string_view fingerprint);
  /// Returns the fingerprints of all that were open.
  std::vector<std::string> end_all();

private:
  [[nodiscard]] static bool open(const Session& session, Instant now) {
    return now < session.created_at + longest && now < session.used_at + idle;
  }

  std::map<std::string, Session, std::less<>> sessions_;
};

} // namespace geminid::admin
