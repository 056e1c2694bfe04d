// What an operator should look at, the worst first, and where its cause is seen. Pure.
#pragma once

#include "shared/circuit_dto.hpp"
#include "shared/live_dto.hpp"
#include "shared/system_dto.hpp"
#include "webui/api/live.hpp"
#include "webui/core/tone.hpp"
#include "webui/view/pool_view.hpp"

#include <deque>
#include <string>
#include <vector>

namespace geminid::webui {

/// The page where the cause is, and its details as the address has them.
struct Cause {
  enum class Place : std::uint8_t { keys, models, settings, system } place = Place::keys;
  std::string details;

  bool operator==(const Cause&) const = default;
};

struct Attention {
  Tone tone = Tone::warn; // bad, warn or info
  std::string text;
  std::string detail; // what it means, or what to do; may be empty
  Cause cause;

  bool operator==(const Attention&) const = default;
};

/// What has not been loaded is null.
struct AttentionInput {
  const dto::Pulse* pulse = nullptr;
  const std::deque<LimitWarning>* warnings = nullptr;
  const std::vector<dto::Circuit>* circuits = nullptr;
  const std::vector<dto::Hint>* hints = nullptr;
  const dto::SystemStatus* system = nullptr;
  const KnownKeys* keys = nullptr;
};

/// So many warnings of limits at most; the newest of each limit.
inline constexpr std::size_t limit_warnings_shown = 6;

[[nodiscard]] std::vector<Attention> make_attention(const AttentionInput& input, Instant now, const Locale& locale);

} // namespace geminid::webui
