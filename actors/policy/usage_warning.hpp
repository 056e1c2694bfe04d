// When a key's use of a limit is worth a warning: once when it passes the admin's percentage, not for as long as it
// stays there.
#pragma once

#include "shared/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace geminid::policy {

enum class UsageWindow : std::uint8_t { rpm, tpm, rpd };

[[nodiscard]] std::string_view to_string(UsageWindow window);

struct UsageLevel {
  UsageWindow window = UsageWindow::rpm;
  std::int64_t used = 0;
  std::int64_t limit = 0;

  bool operator==(const UsageLevel&) const = default;
};

/// Whether `used` has reached `percent` of a limit. Without a limit, or with one of 0, there is nothing to pass.
[[nodiscard]] bool is_over(std::int64_t used, std::optional<std::int64_t> limit, double percent);

/// What was warned of one key and model.
class UsageWarnings {
public:
  /// The windows among `levels` that passed `percent` just now. A window of a minute is told of again when it was below
  /// meanwhile and a minute has gone by; that of the day once a Pacific day.
  [[nodiscard]] std::vector<UsageLevel> passed(const std::vector<UsageLevel>& levels, double percent, Instant now);

private:
  struct Mark {
    std::optional<Instant> told_at;
    bool over = false; // when it was last looked at
  };
  std::array<Mark, 3> marks_{}; // by window
};

} // namespace geminid::policy
